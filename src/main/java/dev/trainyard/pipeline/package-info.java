/**
 * The stages of a job as steps of the routes in {@code routes/worker}: each reads the body of the
 * stage before and adds what it found. They translate between jobs and the engine, which does the
 * work. Fills, samplers and verdicts do not belong here, nor does SQL.
 */
package dev.trainyard.pipeline;
