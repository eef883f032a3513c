/**
 * The commands that ask a service. Each is one request or a few, and shows what the service answers
 * as a table, as its JSON, or as ids alone.
 */
@NullMarked
package dev.trainyard.cli.command;

import org.jspecify.annotations.NullMarked;
