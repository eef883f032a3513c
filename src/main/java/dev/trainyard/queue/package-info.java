/**
 * The {@code training-queue:} component, which hands claimed jobs to a route, and all that knows
 * Camel about it. What a job does is the route's business and not known here.
 */
@NullMarked
package dev.trainyard.queue;

import org.jspecify.annotations.NullMarked;
