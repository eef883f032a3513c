/**
 * What a command shows and asks: tables that fit, colours, a line that is drawn again. Nothing here
 * knows of the service.
 */
@NullMarked
package dev.trainyard.cli.terminal;

import org.jspecify.annotations.NullMarked;
