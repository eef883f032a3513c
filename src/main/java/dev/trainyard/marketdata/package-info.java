/**
 * The stored candles: their blocks, the view {@code candles} of these, the inventory, the import of
 * files, and loading the range of a job. It knows SQL and the engine's {@link
 * dev.trainyard.market.Candles}. Strategies, jobs and HTTP do not belong here.
 */
@NullMarked
package dev.trainyard.marketdata;

import org.jspecify.annotations.NullMarked;
