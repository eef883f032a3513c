/**
 * The stored candles: the {@code candles} table, its inventory, the import of files, and loading
 * the range of a job. It knows SQL and the engine's {@link dev.trainyard.market.Candles}.
 * Strategies, jobs and HTTP do not belong here.
 */
@NullMarked
package dev.trainyard.marketdata;

import org.jspecify.annotations.NullMarked;
