package dev.trainyard.api.fetch;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.fetch.Fetch;
import dev.trainyard.fetch.FetchStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fetch as clients see it.
 *
 * @param fetchId its id
 * @param status its state
 * @param exchange whom it asks
 * @param symbol the market
 * @param timeframe length of a candle
 * @param from open time of the first candle that is wanted
 * @param to end of the open times, exclusive
 * @param wanted candles that were missing when it began; null before that is known
 * @param percentage how much of what was missing has been asked for; null before that is known
 * @param received candles that the exchange gave
 * @param inserted candles that were not there before
 * @param updated candles that were there with other figures
 * @param requests requests to the exchange
 * @param waitedMs milliseconds spent waiting for the turn to ask
 * @param retries how often the exchange did not give a page, and was to be asked again
 * @param retryReason why that was last
 * @param waitsUntil until when it leaves its exchange alone, as that asked for it
 * @param earliest the first candle that the exchange has, when that is later than was asked for
 * @param error why it failed
 * @param jobId the job that wants it
 * @param createdBy who wants it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FetchView(
    UUID fetchId,
    FetchStatus status,
    String exchange,
    String symbol,
    String timeframe,
    Instant from,
    Instant to,
    @Nullable Long wanted,
    @Nullable Double percentage,
    long received,
    long inserted,
    long updated,
    long requests,
    long waitedMs,
    long retries,
    @Nullable String retryReason,
    @Nullable Instant waitsUntil,
    @Nullable Instant earliest,
    @Nullable String error,
    @Nullable UUID jobId,
    @Nullable String createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt) {
  private static final double WHOLE = 100;
  private static final double TENTHS = 10;

  static FetchView of(Fetch fetch) {
    return new FetchView(
        fetch.id(),
        fetch.status(),
        fetch.series().exchange(),
        fetch.series().symbol(),
        fetch.series().timeframe().label(),
        fetch.from(),
        fetch.to(),
        fetch.wanted(),
        percentage(fetch),
        fetch.received(),
        fetch.inserted(),
        fetch.updated(),
        fetch.requests(),
        fetch.waitedMillis(),
        fetch.retries(),
        fetch.retryReason(),
        fetch.waitsUntil(),
        fetch.earliest(),
        fetch.error(),
        fetch.jobId(),
        fetch.createdBy(),
        fetch.createdAt(),
        fetch.startedAt(),
        fetch.finishedAt());
  }

  private static @Nullable Double percentage(Fetch fetch) {
    Long wanted = fetch.wanted();
    if (wanted == null) {
      return null;
    }
    double share =
        wanted == 0 || fetch.status() == FetchStatus.COMPLETED
            ? WHOLE
            : WHOLE * fetch.covered() / wanted;
    return Math.floor(TENTHS * share) / TENTHS;
  }
}
