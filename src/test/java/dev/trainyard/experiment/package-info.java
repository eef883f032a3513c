/**
 * How often the verdict is wrong, on candles without any edge and on candles with a known one; what
 * streams of events cost.
 */
package dev.trainyard.experiment;
