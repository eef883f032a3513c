/**
 * Reading candle files: finding out how a file is laid out, parsing it as a stream, and saying per
 * line what is wrong with it. It takes what exchanges and common tools write, and never holds more
 * than one line in memory. It does not store anything and knows no SQL and no HTTP.
 */
@NullMarked
package dev.trainyard.market.csv;

import org.jspecify.annotations.NullMarked;
