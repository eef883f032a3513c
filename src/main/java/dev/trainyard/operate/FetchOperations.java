package dev.trainyard.operate;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.exchange.Exchange;
import dev.trainyard.exchange.Exchanges;
import dev.trainyard.fetch.Fetch;
import dev.trainyard.fetch.FetchRanges;
import dev.trainyard.fetch.FetchStore;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.text.FieldError;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Starts and cancels fetches. */
@Component
public class FetchOperations {
  /** Before this there is no exchange with candles of crypto currencies. */
  private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

  private final FetchStore store;
  private final Exchanges exchanges;
  private final FetchRanges ranges;
  private final AuditLog audit;
  private final Clock clock;

  FetchOperations(
      FetchStore store, Exchanges exchanges, FetchRanges ranges, AuditLog audit, Clock clock) {
    this.store = store;
    this.exchanges = exchanges;
    this.ranges = ranges;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Stores a fetch, which is durable when this returns; one of the same that has not ended is that
   * one.
   *
   * @param from open time of the first candle; null to go on behind what is stored
   * @param to end of the open times, exclusive; null for now
   * @throws InvalidRequestException when it can never be done
   */
  public UUID submit(
      Caller caller, CandleSeries series, @Nullable Instant from, @Nullable Instant to) {
    Exchange exchange =
        exchanges
            .find(series.exchange())
            .orElseThrow(() -> wrong("exchange", exchanges.unknown(series.exchange())));
    if (exchange.sourceOf(series.timeframe()).isEmpty()) {
      throw wrong(
          "timeframe",
          "%s has no candles from which %s can be built"
              .formatted(exchange.name(), series.timeframe().label()));
    }
    long step = series.timeframe().millis();
    Instant end = aligned(to == null ? clock.instant() : to, step);
    Instant begin =
        aligned(from == null ? ranges.begin(series, earlier(end, clock.instant())) : from, step);
    if (begin.isBefore(EARLIEST)) {
      throw wrong("from", "must not be before " + EARLIEST);
    }
    if (!begin.isBefore(end)) {
      throw wrong(
          from == null ? "to" : "from",
          "leaves nothing to fetch: from %s to %s is no candle of %s"
              .formatted(begin, end, series.timeframe().label()));
    }
    if (!begin.isBefore(clock.instant())) {
      throw wrong(from == null ? "to" : "from", "lies in the future: " + begin);
    }
    Optional<UUID> same = store.same(series, begin, end);
    if (same.isPresent()) {
      return same.get();
    }
    return audit
        .change(
            caller,
            "fetch.submit",
            UUID::toString,
            () -> Optional.of(store.submit(series, begin, end, caller)))
        .orElseThrow();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant aligned(Instant time, long step) {
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), step) * step);
  }

  private static InvalidRequestException wrong(String field, String message) {
    return new InvalidRequestException(List.of(new FieldError(field, message)));
  }

  /** Returns a fetch; empty when there is none. */
  public Optional<Fetch> find(UUID id) {
    return store.find(id);
  }

  /**
   * Cancels a fetch; what it has brought stays.
   *
   * @throws NotFoundException when there is no such fetch
   * @throws ConflictException when it has ended
   */
  public Fetch cancel(Caller caller, UUID id) {
    boolean cancelled =
        audit
            .change(
                caller,
                "fetch.cancel",
                id,
                () -> store.cancel(id) ? Optional.of(id) : Optional.empty())
            .isPresent();
    Fetch fetch = store.find(id).orElseThrow(() -> NotFoundException.fetch(id));
    if (!cancelled) {
      throw new ConflictException("fetch %s is %s already".formatted(id, fetch.status()));
    }
    return fetch;
  }
}
