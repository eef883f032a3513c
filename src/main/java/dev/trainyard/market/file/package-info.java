/**
 * Reads candle files: finds out the layout of a file, reads it as a stream, and reports what it was
 * taken to mean and, line by line, what is wrong. It accepts what exchanges and common tools write,
 * and never holds more than one line in memory. It stores nothing, and knows no SQL and no HTTP.
 */
@NullMarked
package dev.trainyard.market.file;

import org.jspecify.annotations.NullMarked;
