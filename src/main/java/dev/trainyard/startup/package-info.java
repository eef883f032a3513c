/**
 * Decides whether this process may start, and reports a refusal to the person who started it: one
 * line on standard error and an exit code. Nothing here starts a server or opens a connection.
 */
@NullMarked
package dev.trainyard.startup;

import org.jspecify.annotations.NullMarked;
