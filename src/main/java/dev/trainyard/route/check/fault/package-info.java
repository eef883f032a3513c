/**
 * Translates Camel's exceptions: where the mistake is written, what is wrong and what is allowed.
 */
@NullMarked
package dev.trainyard.route.check.fault;

import org.jspecify.annotations.NullMarked;
