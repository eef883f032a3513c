/**
 * Route files as a model that knows the file, line and column of everything in it. Package {@code
 * route.check} judges whether it is right.
 */
@NullMarked
package dev.trainyard.route.model;

import org.jspecify.annotations.NullMarked;
