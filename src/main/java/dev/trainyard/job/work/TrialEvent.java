package dev.trainyard.job.work;

/**
 * The trial of a write that those who follow the job are told of.
 *
 * @param study study of the trial
 * @param number its number in the study
 * @param best whether it is the best of its study so far
 */
public record TrialEvent(String study, int number, boolean best) {}
