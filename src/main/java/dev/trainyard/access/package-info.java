/**
 * Who may do what: API keys, roles, and the log of who did it. It knows nothing of HTTP, so that
 * the command line and JMX use it as requests do.
 */
@NullMarked
package dev.trainyard.access;

import org.jspecify.annotations.NullMarked;
