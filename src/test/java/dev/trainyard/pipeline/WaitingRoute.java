package dev.trainyard.pipeline;

import dev.trainyard.backtest.ExecutionStatistics;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.backtest.TradeStatistics;
import dev.trainyard.job.JobStoppedException;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.lifecycle.JobCompletions;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.optimize.Trial;
import dev.trainyard.queue.slot.JobRoute;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Does with a job all that the stages do to its record, and waits where they compute: the journal
 * stores trials and progress, and the job is completed with a configuration that says nothing.
 */
public final class WaitingRoute implements JobRoute {
  private static final Duration TRIAL = Duration.ofMillis(100);

  private static final String CONFIGURATION =
      """
      {"optimizer": "random", "objective": "sharpe_ratio", "parameters": {}, "lifecycle_stage": "DISCOVERY",
       "in_sample": {}, "lifecycle": {}, "data_quality": {}, "seed": 1, "trials": 0, "candles": 0}
      """;

  private static final Metrics METRICS =
      new Metrics(
          0,
          0,
          0,
          0,
          0,
          0,
          new TradeStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
          new ExecutionStatistics(0, 0, 0, 0, 0, 0, false),
          new ReturnMoments(0, 0, 0, 0, 0, 3));

  private final JobJournals journals;
  private final JobCompletions completions;
  private final Consumer<UUID> started;

  /**
   * @param journals a {@link JobJournals}, whose type others cannot name
   * @param started is told of each job that begins
   */
  public WaitingRoute(Object journals, JobCompletions completions, Consumer<UUID> started) {
    this.journals = (JobJournals) journals;
    this.completions = completions;
    this.started = started;
  }

  /** The class whose beans this route needs. */
  public static Class<?> journals() {
    return JobJournals.class;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public Throwable process(ClaimedJob job) {
    started.accept(job.id());
    int trials = job.request().search().iterations();
    try (JobJournal journal = journals.open(job.lease())) {
      for (int made = 1; made <= trials; made++) {
        Thread.sleep(TRIAL.toMillis());
        journal.trial("search", trial(made - 1));
        journal.progress(
            new ProgressSnapshot(
                Stage.OPTIMIZATION,
                (double) made / trials,
                "searching with random",
                made,
                trials,
                0.5,
                Map.of("lookback", 20, "threshold", 1.5),
                TRIAL.multipliedBy(trials - made)));
      }
      journal.flush();
    } catch (InterruptedException e) {
      return new JobStoppedException(e);
    } catch (RuntimeException e) {
      return e;
    }
    completions.complete(job.lease(), CONFIGURATION);
    return null;
  }

  private static Trial trial(int number) {
    return new Trial(
        number,
        new Parameters(new ParameterSpace(List.of()), new double[0]),
        0,
        0,
        METRICS,
        Optional.empty(),
        OptionalInt.empty());
  }

  @Override
  public boolean isClosing(Throwable error) {
    return false;
  }

  @Override
  public boolean isStopping() {
    return false;
  }
}
