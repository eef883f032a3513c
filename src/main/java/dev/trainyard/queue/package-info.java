/**
 * The {@code training-queue:} component, which passes claimed jobs to a route, and everything of
 * the queue that uses Camel. What a job does is up to the route.
 */
@NullMarked
package dev.trainyard.queue;

import org.jspecify.annotations.NullMarked;
