package dev.trainyard.fetch;

import dev.trainyard.exchange.Exchange;
import dev.trainyard.exchange.ExchangeAwayException;
import dev.trainyard.exchange.ExchangeClient;
import dev.trainyard.exchange.ExchangePace;
import dev.trainyard.exchange.ExchangeRefusedException;
import dev.trainyard.exchange.Turn;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Resampler;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.ImportResult;
import dev.trainyard.marketdata.SeriesTraits.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The steps of the route {@code fetch-page}. */
@Component("fetchPages")
public class FetchPages {
  /** Who waits longer leaves its place to others. */
  private static final Duration LONG = Duration.ofSeconds(3);

  private final ExchangePace pace;
  private final ExchangeClient client;
  private final CandleImporter importer;
  private final Coverage coverage;
  private final FetchStore store;
  private final TransactionTemplate transactions;

  FetchPages(
      ExchangePace pace,
      ExchangeClient client,
      CandleImporter importer,
      Coverage coverage,
      FetchStore store,
      TransactionTemplate transactions) {
    this.pace = pace;
    this.client = client;
    this.importer = importer;
    this.coverage = coverage;
    this.store = store;
    this.transactions = transactions;
  }

  /**
   * Waits for the turn to ask, which all processes take together.
   *
   * @throws FetchPausedException when that takes long, and the fetch can wait without its thread
   * @throws FetchLostException when the fetch was cancelled, or another process runs it
   */
  public FetchStep await(@Body FetchStep step) throws InterruptedException {
    Exchange exchange = step.page().exchange();
    Duration next = pace.next(exchange);
    if (step.mayPause() && next.compareTo(LONG) > 0) {
      throw new FetchPausedException(
          "%s is left alone for %d s".formatted(exchange.name(), next.toSeconds()), next);
    }
    Turn turn = pace.take(exchange);
    long due = System.nanoTime() + turn.pause().toNanos();
    store.asked(step.fetch(), turn.pause().toMillis());
    // Last, so that the request is sent when its turn has come
    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    return step.at(turn);
  }

  /**
   * Asks the exchange.
   *
   * @throws ExchangeAwayException when it may answer another time, which the fetch tells
   */
  public FetchStep ask(@Body FetchStep step)
      throws ExchangeAwayException, ExchangeRefusedException, InterruptedException {
    try {
      return step.answered(client.ask(step.page()));
    } catch (ExchangeAwayException e) {
      store.away(step.fetch(), String.valueOf(e.getMessage()));
      throw e;
    } finally {
      pace.answered(
          step.page().exchange(), Objects.requireNonNull(step.turn(), "a request without a turn"));
    }
  }

  /**
   * Stores the candles of a page, and that they were asked for, in one transaction. Whoever stores
   * a page again changes nothing.
   *
   * @return epoch milliseconds from which on the exchange is asked next
   * @throws FetchLostException when the fetch was cancelled, or another process runs it
   */
  public long store(@Body FetchStep step) {
    Candles given = Objects.requireNonNull(step.candles(), "a page without an answer");
    if (step.isProbe()) {
      return given.size() == 0 ? step.page().to() : given.time()[0];
    }
    long next = next(step, given);
    CandleSeries series = step.fetch().series();
    Candles candles = built(step, given, next);
    return Objects.requireNonNull(
        transactions.execute(
            status -> {
              ImportResult stored =
                  candles.size() == 0
                      ? null
                      : importer.importCandles(series, candles, Source.FETCH);
              // An answer without a single candle may be a mistake, and is asked for again another
              // time
              if (given.size() > 0 && !step.page().exchange().answer().isFilled()) {
                coverage.add(
                    series, Instant.ofEpochMilli(step.page().from()), Instant.ofEpochMilli(next));
              }
              progress(step, candles, stored, next);
              return next;
            }),
        "a page without an end");
  }

  private void progress(FetchStep step, Candles candles, @Nullable ImportResult stored, long next) {
    store.progress(
        step.fetch(),
        (next - step.page().from()) / step.fetch().series().timeframe().millis(),
        candles.size(),
        stored == null ? 0 : stored.inserted(),
        stored == null ? 0 : stored.updated());
  }

  /** An exchange may give fewer candles than its document says, so the rest is asked for again. */
  private static long next(FetchStep step, Candles given) {
    if (given.size() == 0) {
      return step.page().to();
    }
    long length = step.fetch().series().timeframe().millis();
    long past = given.time()[given.size() - 1] + step.page().timeframe().millis();
    long whole = Math.floorDiv(past, length) * length;
    return whole <= step.page().from() ? step.page().to() : Math.min(whole, step.page().to());
  }

  private static Candles built(FetchStep step, Candles given, long next) {
    Timeframe wanted = step.fetch().series().timeframe();
    if (wanted == step.page().timeframe()) {
      return given;
    }
    Exchange exchange = step.page().exchange();
    return new Resampler(step.page().timeframe(), wanted, !exchange.answer().isFilled())
        .apply(given, next)
        .candles();
  }
}
