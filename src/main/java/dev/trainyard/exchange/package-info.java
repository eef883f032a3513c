/**
 * Exchanges, as the files of {@code routes/market-data} describe them: how they are asked for
 * candles, how they answer, and how often they may be asked. It knows no jobs and no routes.
 */
@NullMarked
package dev.trainyard.exchange;

import org.jspecify.annotations.NullMarked;
