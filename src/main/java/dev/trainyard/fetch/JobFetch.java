package dev.trainyard.fetch;

import dev.trainyard.exchange.ExchangeAwayException;
import dev.trainyard.exchange.ExchangeRefusedException;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.marketdata.CandleSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.springframework.stereotype.Component;

/**
 * Fetches what a job lacks before it begins, on its own thread. A later attempt of the job goes on
 * where an earlier one stopped.
 */
@Component
public class JobFetch {
  private final FetchStore store;
  private final FetchRound round;
  private final Coverage coverage;
  private final FetchSettings settings;
  private final WorkerIdentity process;

  JobFetch(
      FetchStore store,
      FetchRound round,
      Coverage coverage,
      FetchSettings settings,
      WorkerIdentity process) {
    this.store = store;
    this.round = round;
    this.coverage = coverage;
    this.settings = settings;
    this.process = process;
  }

  /** Follows the fetch of a job. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * Is told before each page.
     *
     * @param share how much of what is missing has been asked for, 0 to 1
     */
    void at(double share);
  }

  /**
   * Fetches the newest candles of a series that are missing.
   *
   * @param candles how many candles the job wants
   * @throws ExchangeAwayException when the exchange does not answer now
   * @throws PermanentJobException when it will not give them
   */
  public void fetch(UUID job, CandleSeries series, long candles, Watcher watcher) throws Exception {
    long step = series.timeframe().millis();
    long end = Math.floorDiv(coverage.now(), step) * step;
    ClaimedFetch fetch =
        store.ofJob(
            job,
            series,
            Instant.ofEpochMilli(end).minus(Duration.ofMillis(candles * step)),
            Instant.ofEpochMilli(end),
            process.id(),
            settings.lease());
    try {
      Instant earliest =
          round.runHere(
              fetch,
              (covered, wanted) ->
                  watcher.at(wanted == 0 ? 1 : Math.min(1, (double) covered / wanted)));
      store.finish(fetch, null, earliest);
    } catch (FetchLostException e) {
      throw new PermanentJobException("its candles are not there: " + e.getMessage(), e);
    } catch (FetchRun.ImpossibleException e) {
      store.finish(fetch, e.getMessage(), e.earliest());
      throw new PermanentJobException(String.valueOf(e.getMessage()), e);
    } catch (CamelExecutionException e) {
      Throwable reason = e.getCause() == null ? e : e.getCause();
      store.finish(fetch, String.valueOf(reason.getMessage()), null);
      if (reason instanceof ExchangeRefusedException refused) {
        throw new PermanentJobException(String.valueOf(refused.getMessage()), refused);
      }
      throw reason instanceof Exception cause ? cause : e;
    }
  }
}
