package dev.trainyard.retention;

/**
 * Rows were removed, as their time was over.
 *
 * @param kind of what
 * @param rows how many; for jobs, the jobs themselves
 */
public record RowsRemoved(Kind kind, long rows) {}
