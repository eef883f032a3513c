/**
 * Applies edited files to a running service: watches them, has them checked, and swaps the changed
 * routes while no message is in them. What makes a file right or wrong does not belong here.
 */
@NullMarked
package dev.trainyard.route.reload;

import org.jspecify.annotations.NullMarked;
