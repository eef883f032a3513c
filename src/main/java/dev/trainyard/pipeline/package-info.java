/**
 * The stages of a job as steps of the routes in {@code routes/worker}: each reads the body of the
 * previous stage and adds its results. The stages translate between jobs and the engine, which does
 * the work. Fills, samplers, verdicts and SQL do not belong here.
 */
@NullMarked
package dev.trainyard.pipeline;

import org.jspecify.annotations.NullMarked;
