package dev.trainyard.optimize.study;

import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.text.Counted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Studies that share threads. They begin in order, the next one as soon as those that run leave a
 * thread without a trial: a study that learns has to wait for the slowest trial of each batch.
 */
final class RunningStudies implements AutoCloseable {
  private static final long POLL_MILLIS = 50;

  private final TrialThreads threads;
  private final BooleanSupplier cancelled;
  private final Lanes lanes;
  private final Queue<StudyRun> waiting;
  private final List<RunningStudy> open = new ArrayList<>();
  private final Semaphore arrivals = new Semaphore(0);

  /** The failure of the first study that has failed; those before it are still running. */
  private @Nullable TrialFailedException failure;

  RunningStudies(
      TrialThreads threads, Collection<? extends StudyRun> runs, BooleanSupplier cancelled) {
    this.threads = threads;
    this.cancelled = cancelled;
    this.lanes = new Lanes(threads);
    this.waiting = new ArrayDeque<>(runs);
  }

  void run() throws InterruptedException {
    begin();
    while (!open.isEmpty()) {
      lanes.check();
      if (lanes.isTimeToRecruit()) {
        lanes.recruit(
            open.stream().mapToDouble(RunningStudy::remainingSeconds).sum() / threads.count());
        open.forEach(RunningStudy::runLateOnesHere);
      }
      if (!advance()) {
        open.forEach(RunningStudy::report);
        await();
      }
      begin();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Begins studies as long as there are fewer trials to begin than threads and lanes. */
  private void begin() {
    while (failure == null
        && !waiting.isEmpty()
        && open.stream().mapToInt(RunningStudy::left).sum() < threads.count() + lanes.count()) {
      RunningStudy next =
          new RunningStudy(waiting.remove(), new TrialTimes(), this::execution, lanes);
      open.add(next);
      if (next.hasEnded()) {
        end(next);
      }
    }
  }

  private RoundExecution execution(RunningStudy running) {
    return new RoundExecution(
        running.study(),
        running.study().nextRound(),
        running.run().evaluator(),
        cancelled,
        threads,
        running.times(),
        arrivals::release);
  }

  /** Returns whether any study had a result. */
  private boolean advance() {
    boolean any = false;
    for (RunningStudy running : List.copyOf(open)) {
      try {
        any |= open.contains(running) && running.advance();
        if (open.contains(running) && running.hasEnded()) {
          end(running);
        }
      } catch (TrialFailedException e) {
        failure = e;
        giveUpFrom(running);
      }
    }
    return any;
  }

  private void end(RunningStudy ended) {
    open.remove(ended);
    ended.report();
    ended.run().ended(ended.study());
  }

  /** What follows a study that has failed is of no use, but one before it may fail too. */
  private void giveUpFrom(RunningStudy failed) {
    List<RunningStudy> useless = open.subList(open.indexOf(failed), open.size());
    useless.forEach(RunningStudy::close);
    useless.clear();
    waiting.clear();
  }

  private void await() throws InterruptedException {
    if (arrivals.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      arrivals.drainPermits();
    } else if (cancelled.getAsBoolean()) {
      Study study = open.get(0).study();
      throw new CancellationException(
          "%s was cancelled after %s"
              .formatted(study.definition().name(), Counted.of(study.size(), "trial")));
    }
  }

  @Override
  public void close() {
    open.forEach(RunningStudy::close);
    lanes.close();
  }
}
