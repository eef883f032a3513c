/**
 * Checks what Camel would notice only when a message comes: expressions, constants, recipients,
 * methods.
 */
@NullMarked
package dev.trainyard.route.check.message;

import org.jspecify.annotations.NullMarked;
