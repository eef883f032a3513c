package dev.trainyard.fetch;

import dev.trainyard.marketdata.CandleSeries;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fetch, as it is on record.
 *
 * @param series what is fetched
 * @param from open time of the first candle that is wanted
 * @param to end of the open times, exclusive
 * @param status its state
 * @param wanted candles that were missing when it began; null before that
 * @param covered those of them that have been asked for
 * @param received candles that the exchange gave
 * @param inserted candles that were not there before
 * @param updated candles that were there with other figures
 * @param requests requests to the exchange
 * @param waitedMillis time spent waiting for the turn to ask
 * @param retries how often the exchange did not give a page, and was to be asked again
 * @param retryReason why that was last; null when it never was
 * @param waitsUntil until when it leaves its exchange alone; null when it does not wait so long
 * @param earliest the first candle that the exchange has, when that is later than was asked for
 * @param error why it failed; null when it did not
 * @param jobId the job that wants it; null for none
 * @param createdBy who wants it; null when nobody had to say who they are
 */
public record Fetch(
    UUID id,
    FetchStatus status,
    CandleSeries series,
    Instant from,
    Instant to,
    @Nullable Long wanted,
    long covered,
    long received,
    long inserted,
    long updated,
    long requests,
    long waitedMillis,
    long retries,
    @Nullable String retryReason,
    @Nullable Instant waitsUntil,
    @Nullable Instant earliest,
    @Nullable String error,
    @Nullable UUID jobId,
    @Nullable String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {}
