/** Checks whether the beans that route files define can be made. None is made. */
@NullMarked
package dev.trainyard.route.check.bean;

import org.jspecify.annotations.NullMarked;
