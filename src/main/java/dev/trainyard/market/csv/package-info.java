/**
 * Reads candle files: detects the layout of a file, parses it as a stream, and reports per line
 * what is wrong. It accepts what exchanges and common tools write, and never holds more than one
 * line in memory. It stores nothing, and knows no SQL and no HTTP.
 */
@NullMarked
package dev.trainyard.market.csv;

import org.jspecify.annotations.NullMarked;
