/**
 * Reports everything that is wrong with a set of route files, without a server and without touching
 * the running routes. Applying a valid set does not belong here.
 */
@NullMarked
package dev.trainyard.route.check;

import org.jspecify.annotations.NullMarked;
