/** Checks the keys and values of an entry against Camel's schema. */
@NullMarked
package dev.trainyard.route.check.shape;

import org.jspecify.annotations.NullMarked;
