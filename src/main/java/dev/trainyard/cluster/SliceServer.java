package dev.trainyard.cluster;

import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Outcome;
import dev.trainyard.cluster.SliceCodec.Slice;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.pipeline.TrialExecutor;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.strategy.Parameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Evaluates slices of jobs that other workers hold, on the threads of the trials, while this
 * process's own jobs leave some free. It keeps the candles of one such job at a time.
 */
@Component
public class SliceServer {
  private static final Logger LOG = LoggerFactory.getLogger(SliceServer.class);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration RECENT = Duration.ofSeconds(5);

  private final JobCopies copies;
  private final TrialExecutor trialExecutor;
  private final Clock clock;
  private final AtomicInteger running = new AtomicInteger();

  /** Null before the first slice, and after a time without any. */
  private @Nullable Kept kept;

  SliceServer(
      JobCopies copies, @Qualifier("trialExecutor") TrialExecutor trialExecutor, Clock clock) {
    this.copies = copies;
    this.trialExecutor = trialExecutor;
    this.clock = clock;
  }

  /** The copy of a job, which the first of its slices loads. */
  private static final class Kept {
    UUID job;
    final JobCopies.Original original;
    final CompletableFuture<JobCopies.Copy> copy = new CompletableFuture<>();
    int users;
    Instant used;

    Kept(UUID job, JobCopies.Original original, Instant used) {
      this.job = job;
      this.original = original;
      this.used = used;
    }
  }

  /** Returns how many slices it evaluates at once. */
  int threads() {
    return trialExecutor.threads();
  }

  /** Returns the number of slices that are evaluated now. */
  int running() {
    return running.get();
  }

  /** Returns the job that the last slices were of; empty after a while without any. */
  synchronized Optional<UUID> helpedJob() {
    Kept last = kept;
    return last == null || (last.users == 0 && last.used.plus(RECENT).isBefore(clock.instant()))
        ? Optional.empty()
        : Optional.of(last.job);
  }

  /** Evaluates a slice, or says why not. The last step of the route that takes slices. */
  public Answer answer(Slice slice) throws InterruptedException {
    // Trials of this process's own jobs go first
    if (!trialExecutor.hasRoomForGuests() || running.get() >= SliceTask.PLACES * threads()) {
      return Answer.not(Outcome.BUSY, "all threads are in use");
    }
    Kept found = take(slice.job(), slice.original());
    if (found == null) {
      return Answer.not(Outcome.BUSY, "it helps with another job");
    }
    try {
      if (!found.copy.isDone()) {
        return Answer.not(Outcome.BUSY, "it is loading the candles");
      }
      return evaluate(slice, found.copy.get());
    } catch (ExecutionException e) {
      forget(found);
      return refused(slice, e.getCause());
    } finally {
      giveBack(found);
    }
  }

  private Answer evaluate(Slice slice, JobCopies.Copy job) throws InterruptedException {
    RangeEvaluator all = job.evaluator();
    RangeEvaluator evaluator =
        all.over(slice.from(), slice.to()).with(all.constraints().withMinTrades(slice.minTrades()));
    List<Parameters> trials = slice.parameters(job.space());
    Future<List<Evaluation>> evaluations;
    running.incrementAndGet();
    try {
      evaluations = trialExecutor.submitGuest(() -> evaluate(evaluator, trials));
    } catch (RejectedExecutionException e) {
      running.decrementAndGet();
      return Answer.not(Outcome.BUSY, "it ends");
    }
    try {
      return new Answer(Outcome.EVALUATED, "", evaluations.get());
    } catch (ExecutionException e) {
      return Answer.not(Outcome.FAILED, String.valueOf(e.getCause()));
    } catch (CancellationException e) {
      return Answer.not(Outcome.BUSY, "it ends");
    } finally {
      evaluations.cancel(true);
      running.decrementAndGet();
    }
  }

  private static List<Evaluation> evaluate(RangeEvaluator evaluator, List<Parameters> trials)
      throws InterruptedException {
    List<Evaluation> found = new ArrayList<>();
    for (Parameters parameters : trials) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      found.add(evaluator.evaluate(parameters));
    }
    return found;
  }

  private static Answer refused(Slice slice, @Nullable Throwable cause) {
    String reason = cause == null ? "unknown" : String.valueOf(cause.getMessage());
    if (cause instanceof JobCopies.DiffersException || cause instanceof PermanentJobException) {
      LOG.warn("This worker does not help with job {}: {}", slice.job(), reason);
      return Answer.not(Outcome.UNABLE, reason);
    }
    LOG.warn("This worker cannot load what it needs to help with job {}", slice.job(), cause);
    return Answer.not(Outcome.BUSY, reason);
  }

  /**
   * Returns the copy of a job, which may still be loading; null while that of another is in use.
   */
  private synchronized @Nullable Kept take(UUID job, JobCopies.Original original) {
    Kept last = kept;
    if (last != null && last.original.equals(original)) {
      last.job = job;
      last.users++;
      return last;
    }
    if (last != null && last.users > 0) {
      return null;
    }
    Kept mine = new Kept(job, original, clock.instant());
    // One for the slice, one for the thread that loads
    mine.users = 2;
    kept = mine;
    DaemonThreads.named("slice-loader", () -> load(mine)).start();
    return mine;
  }

  private void load(Kept mine) {
    try {
      mine.copy.complete(copies.of(mine.original));
    } catch (Exception | Error e) {
      mine.copy.completeExceptionally(e);
    } finally {
      giveBack(mine);
    }
  }

  private synchronized void giveBack(Kept used) {
    used.users--;
    used.used = clock.instant();
  }

  /**
   * Forgets a copy that could not be loaded, once a slice was told so: the next one tries again.
   */
  private synchronized void forget(Kept failed) {
    if (kept == failed) {
      kept = null;
    }
  }

  /** Forgets the candles of a job that has sent no slice for a minute. */
  synchronized void forgetUnused() {
    Kept last = kept;
    if (last != null && last.users == 0 && last.used.plus(KEPT).isBefore(clock.instant())) {
      kept = null;
    }
  }
}
