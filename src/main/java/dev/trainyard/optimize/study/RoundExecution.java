package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.study.RemoteEvaluation.NotEvaluatedException;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The running trials of one round. Workers take the next number, get its suggestion and evaluate
 * it; the thread that runs the study takes the results by number. Threads of this process take one
 * number at a time; lanes take slices, which other processes evaluate.
 */
final class RoundExecution implements AutoCloseable {
  /** A slice is at most this part of what is left for each worker, so that all end together. */
  private static final int SLICES_LEFT = 4;

  private final Study study;
  private final Study.Round round;
  private final Evaluator evaluator;
  private final BooleanSupplier cancelled;
  private final TrialThreads threads;
  private final TrialTimes times;
  private final Runnable arrived;
  private final AtomicInteger nextNumber;

  private final Map<Parameters, CompletableFuture<Evaluation>> evaluations =
      new ConcurrentHashMap<>();

  /** Trials that a lane has sent away and that have no result yet, by number. */
  private final Map<Integer, Sent> sent = new ConcurrentHashMap<>();

  /** Trials that came back without a result, or take suspiciously long elsewhere. */
  private final Queue<Sent> returned = new ConcurrentLinkedQueue<>();

  private final Queue<Finished> arrivals = new ConcurrentLinkedQueue<>();
  private final Map<Integer, Finished> waiting = new HashMap<>();
  private final Queue<Future<?>> workers = new ConcurrentLinkedQueue<>();
  private volatile boolean stopped;

  /** Error of a worker that could not report it, for example without memory. */
  private volatile @Nullable Error collapse;

  /**
   * Creates the execution of a round.
   *
   * @param arrived called by any thread after each result
   */
  RoundExecution(
      Study study,
      Study.Round round,
      Evaluator evaluator,
      BooleanSupplier cancelled,
      TrialThreads threads,
      TrialTimes times,
      Runnable arrived) {
    this.study = study;
    this.round = round;
    this.evaluator = evaluator;
    this.cancelled = cancelled;
    this.threads = threads;
    this.times = times;
    this.arrived = arrived;
    this.nextNumber = new AtomicInteger(round.from());
  }

  void start() {
    int count = Math.min(threads.count(), round.to() - round.from());
    for (int i = 0; i < count; i++) {
      workers.add(threads.executor().submit(this::work));
    }
  }

  /** Returns how many trials nobody has begun. */
  int left() {
    return stopped ? 0 : Math.max(0, round.to() - nextNumber.get());
  }

  /** Returns whether the study knows all results of the round. */
  boolean isTold() {
    return study.size() >= round.to();
  }

  /** Returns whether {@link #take} has a result. Throws the error that has ended a worker. */
  boolean isReady() {
    Error ended = collapse;
    if (ended != null) {
      throw ended;
    }
    for (Finished f = arrivals.poll(); f != null; f = arrivals.poll()) {
      waiting.put(f.number, f);
    }
    return waiting.containsKey(study.size());
  }

  /** Returns the result of the study's next trial. */
  Finished take() {
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

  /**
   * Evaluates here what has been elsewhere for far longer than trials take: the first result
   * counts. A process that stands still is noticed by the others only after seconds.
   */
  void runLateOnesHere() {
    for (Sent trial : sent.values()) {
      if (times.isLate(System.nanoTime() - trial.since)) {
        giveBack(trial);
      }
    }
  }

  private void giveBack(Sent trial) {
    if (trial.isGivenBack.compareAndSet(false, true)) {
      returned.add(trial);
      // The workers of this process may have ended, as there was no number left
      workers.add(threads.executor().submit(this::work));
    }
  }

  private void work() {
    try {
      runTrials();
    } catch (Error e) {
      collapse = e;
      arrived.run();
      throw e;
    }
  }

  private void runTrials() {
    while (!stopped && !cancelled.getAsBoolean()) {
      Sent back = returned.poll();
      if (back != null) {
        if (!back.evaluation.isDone()) {
          evaluate(back);
        }
        continue;
      }
      int number = nextNumber.getAndIncrement();
      if (number >= round.to()) {
        return;
      }
      propose(number).ifPresent(this::evaluate);
    }
  }

  /**
   * Gets the suggestion of a number.
   *
   * @return what is to be evaluated; empty when that is known already, or when a worker evaluates
   *     equal parameters, whose result is then this one's too
   */
  private Optional<Sent> propose(int number) {
    @Nullable Parameters parameters = null;
    try {
      Parameters suggested = round.proposal().suggest(number);
      parameters = suggested;
      if (study.knows(suggested)) {
        arrive(new Finished(number, suggested, null, null));
        return Optional.empty();
      }
      CompletableFuture<Evaluation> own = new CompletableFuture<>();
      CompletableFuture<Evaluation> first = evaluations.putIfAbsent(suggested, own);
      CompletableFuture<Evaluation> evaluation = first == null ? own : first;
      var unused =
          evaluation.whenComplete(
              (value, failure) -> arrive(new Finished(number, suggested, value, failure)));
      return first == null ? Optional.of(new Sent(number, suggested, own)) : Optional.empty();
    } catch (Throwable e) {
      arrive(new Finished(number, parameters, null, e));
      return Optional.empty();
    }
  }

  private void arrive(Finished finished) {
    if (finished.failure != null) {
      stopped = true;
    }
    arrivals.add(finished);
    arrived.run();
  }

  /** Evaluates here and catches everything, for the study's thread to throw. */
  private void evaluate(Sent trial) {
    long begin = System.nanoTime();
    try {
      trial.evaluation.complete(evaluator.evaluate(trial.parameters));
      times.add(System.nanoTime() - begin);
    } catch (Throwable e) {
      trial.evaluation.completeExceptionally(e);
    } finally {
      sent.remove(trial.number);
    }
  }

  /**
   * Takes the next trials for a lane; none when others were faster.
   *
   * @param workers threads and lanes that share what is left
   */
  List<Sent> nextSlice(int workers) {
    List<Sent> slice = new ArrayList<>();
    int size = Math.max(1, Math.min(left() / (SLICES_LEFT * workers), times.perSlice()));
    while (slice.size() < size && !stopped) {
      int number = nextNumber.getAndIncrement();
      if (number >= round.to()) {
        break;
      }
      propose(number).ifPresent(slice::add);
    }
    return slice;
  }

  /**
   * Has a slice evaluated elsewhere.
   *
   * @param answered called when there is an answer or a failure, before it counts
   * @return whether it was evaluated; otherwise its trials go to the others
   */
  boolean send(List<Sent> slice, Runnable answered) throws InterruptedException {
    slice.forEach(trial -> sent.put(trial.number, trial));
    try {
      List<Evaluation> found =
          threads.remote().evaluate(evaluator, slice.stream().map(Sent::parameters).toList());
      answered.run();
      for (int k = 0; k < slice.size(); k++) {
        sent.remove(slice.get(k).number);
        slice.get(k).evaluation.complete(found.get(k));
      }
      return true;
    } catch (NotEvaluatedException | RuntimeException e) {
      answered.run();
      for (Sent trial : slice) {
        sent.remove(trial.number);
        giveBack(trial);
      }
      return false;
    }
  }

  /**
   * A trial with parameters that nobody has evaluated yet.
   *
   * @param evaluation becomes its result; the first one counts
   * @param since when it was proposed, by {@link System#nanoTime}
   * @param isGivenBack whether it is to be evaluated here
   */
  record Sent(
      int number,
      Parameters parameters,
      CompletableFuture<Evaluation> evaluation,
      long since,
      AtomicBoolean isGivenBack) {
    Sent(int number, Parameters parameters, CompletableFuture<Evaluation> evaluation) {
      this(number, parameters, evaluation, System.nanoTime(), new AtomicBoolean());
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
