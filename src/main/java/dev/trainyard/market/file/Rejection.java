package dev.trainyard.market.file;

/**
 * A line that contains no usable candle.
 *
 * @param line number of the line in the file, from 1
 * @param reason what is wrong and what is expected, for the user
 */
public record Rejection(long line, String reason) {}
