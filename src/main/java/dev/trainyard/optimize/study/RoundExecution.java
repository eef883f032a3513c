package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Counted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The running trials of one round. Workers take the next number, get its suggestion and evaluate
 * it; the study's thread takes the results by number.
 */
final class RoundExecution implements AutoCloseable {
  private static final long CANCEL_POLL_MILLIS = 50;

  private final Study study;
  private final Study.Round round;
  private final Evaluator evaluator;
  private final BooleanSupplier cancelled;

  private final AtomicInteger nextNumber;
  private final Map<Parameters, CompletableFuture<Evaluation>> evaluations =
      new ConcurrentHashMap<>();
  private final BlockingQueue<Finished> arrivals = new LinkedBlockingQueue<>();
  private final Map<Integer, Finished> waiting = new HashMap<>();
  private final List<Future<?>> workers = new ArrayList<>();
  private volatile boolean stopped;

  /** Error of a worker that could not report it, for example without memory. */
  private volatile @Nullable Error collapse;

  RoundExecution(Study study, Study.Round round, Evaluator evaluator, BooleanSupplier cancelled) {
    this.study = study;
    this.round = round;
    this.evaluator = evaluator;
    this.cancelled = cancelled;
    this.nextNumber = new AtomicInteger(round.from());
  }

  void start(ExecutorService executor, int threads) {
    int count = Math.min(threads, round.to() - round.from());
    for (int i = 0; i < count; i++) {
      workers.add(executor.submit(this::work));
    }
  }

  /** Returns whether the study knows all results of the round. */
  boolean isTold() {
    return study.size() >= round.to();
  }

  /** Returns whether {@link #take} would not have to wait. */
  boolean isReady() {
    for (Finished f = arrivals.poll(); f != null; f = arrivals.poll()) {
      waiting.put(f.number, f);
    }
    return waiting.containsKey(study.size());
  }

  /** Waits for the result of the study's next trial and returns it. */
  Finished take() throws InterruptedException {
    while (!isReady()) {
      Error ended = collapse;
      if (ended != null) {
        throw ended;
      }
      Finished arrival = arrivals.poll(CANCEL_POLL_MILLIS, TimeUnit.MILLISECONDS);
      if (arrival != null) {
        waiting.put(arrival.number, arrival);
      } else if (cancelled.getAsBoolean()) {
        throw new CancellationException(
            "%s was cancelled after %s"
                .formatted(study.definition().name(), Counted.of(study.size(), "trial")));
      }
    }
    return Objects.requireNonNull(waiting.remove(study.size()), "no result of the next trial");
  }

  /** Stops the workers if there still is work. */
  @Override
  public void close() {
    stopped = true;
    if (!isTold()) {
      workers.forEach(worker -> worker.cancel(true));
    }
  }

  private void work() {
    try {
      runTrials();
    } catch (Error e) {
      collapse = e;
      throw e;
    }
  }

  private void runTrials() {
    while (!stopped && !cancelled.getAsBoolean()) {
      int number = nextNumber.getAndIncrement();
      if (number >= round.to()) {
        return;
      }
      Finished result = runTrial(number);
      if (result.failure != null) {
        stopped = true;
      }
      arrivals.add(result);
    }
  }

  /** Runs a trial and catches everything, for the study's thread to throw. */
  private Finished runTrial(int number) {
    @Nullable Parameters parameters = null;
    try {
      parameters = round.proposal().suggest(number);
      return new Finished(number, parameters, evaluate(parameters), null);
    } catch (ExecutionException e) {
      return new Finished(number, parameters, null, Objects.requireNonNullElse(e.getCause(), e));
    } catch (Throwable e) {
      return new Finished(number, parameters, null, e);
    }
  }

  /**
   * Evaluates parameters once: for equal suggestions in the round, one thread works and the others
   * wait.
   *
   * @return the evaluation, or null when an earlier round knows the result
   */
  private @Nullable Evaluation evaluate(Parameters parameters)
      throws InterruptedException, ExecutionException {
    if (study.knows(parameters)) {
      return null;
    }
    CompletableFuture<Evaluation> own = new CompletableFuture<>();
    CompletableFuture<Evaluation> first = evaluations.putIfAbsent(parameters, own);
    if (first != null) {
      return first.get();
    }
    try {
      Evaluation evaluation = evaluator.evaluate(parameters);
      own.complete(evaluation);
      return evaluation;
    } catch (Throwable e) {
      own.completeExceptionally(e);
      throw e;
    }
  }

  /**
   * The end of a trial.
   *
   * @param parameters null when they could not be suggested, which is a failure
   * @param evaluation null when the trial failed, or when the study knows the result already
   * @param failure null when the trial did not fail
   */
  record Finished(
      int number,
      @Nullable Parameters parameters,
      @Nullable Evaluation evaluation,
      @Nullable Throwable failure) {}
}
