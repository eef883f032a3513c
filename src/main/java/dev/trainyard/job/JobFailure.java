package dev.trainyard.job;

/**
 * The error that ends an attempt.
 *
 * @param kind why
 * @param errorClass simple name of the exception
 * @param message what went wrong and what to do, for a user
 * @param stage stage in which it happened; null before the first
 * @param stack stack trace for an operator; null when there is none
 */
public record JobFailure(
    FailureKind kind, String errorClass, String message, Stage stage, String stack) {}
