/**
 * Finds the YAML routes and selects those that a process runs; Camel loads them. What a route's
 * steps do, and the components that they name, do not belong here.
 */
@NullMarked
package dev.trainyard.route;

import org.jspecify.annotations.NullMarked;
