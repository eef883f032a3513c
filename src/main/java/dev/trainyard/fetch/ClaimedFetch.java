package dev.trainyard.fetch;

import dev.trainyard.marketdata.CandleSeries;
import java.time.Instant;
import java.util.UUID;

/**
 * A fetch that this process runs.
 *
 * @param token names the claim: what another process has taken over writes nothing more
 * @param series what is fetched
 * @param from open time of the first candle that is wanted
 * @param to end of the open times, exclusive
 * @param isOfJob whether a job waits for it on its own thread
 */
public record ClaimedFetch(
    UUID id, UUID token, CandleSeries series, Instant from, Instant to, boolean isOfJob) {}
