package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.study.RoundExecution.Finished;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A study that has begun: its round, and the news that its listener has not heard yet. */
final class RunningStudy implements AutoCloseable {
  private final StudyRun run;
  private final Study study;
  private final TrialTimes times;
  private final Function<RunningStudy, RoundExecution> rounds;
  private final Lanes lanes;
  private final List<Told> news = new ArrayList<>();

  /** Null before the first round, and after the last one. */
  private @Nullable RoundExecution round;

  /**
   * Begins a study.
   *
   * @param rounds creates the execution of its next round
   * @param lanes take part in its rounds
   */
  RunningStudy(
      StudyRun run, TrialTimes times, Function<RunningStudy, RoundExecution> rounds, Lanes lanes) {
    this.run = run;
    this.study = run.begin();
    this.times = times;
    this.rounds = rounds;
    this.lanes = lanes;
    if (!study.isComplete()) {
      nextRound();
    }
  }

  private record Told(Trial trial, Trial best) {}

  StudyRun run() {
    return run;
  }

  Study study() {
    return study;
  }

  TrialTimes times() {
    return times;
  }

  boolean hasEnded() {
    return round == null;
  }

  /** Returns how many trials of the round nobody has begun. */
  int left() {
    return round == null ? 0 : round.left();
  }

  /** Returns the time that the trials which are left take on one thread; 0 while unknown. */
  double remainingSeconds() {
    return times.secondsFor(study.definition().trials() - study.size());
  }

  /**
   * Tells the study the results that there are, and starts its next round after the last one.
   *
   * @return whether there was any
   * @throws TrialFailedException when a trial has failed
   */
  boolean advance() {
    RoundExecution current = round;
    if (current == null || !current.isReady()) {
      return false;
    }
    while (current.isReady()) {
      tell(current.take());
    }
    if (current.isTold()) {
      close();
      if (!study.isComplete()) {
        nextRound();
      }
      // The last trials of a round are reported while the next round is already running
      report();
    }
    return true;
  }

  private void nextRound() {
    RoundExecution next = rounds.apply(this);
    round = next;
    next.start();
    lanes.open(next);
  }

  private void tell(Finished finished) {
    // An incompatible strategy, or one that recurses forever, fails its trial
    if (finished.failure() instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)) {
      throw error;
    }
    if (finished.failure() != null) {
      throw new TrialFailedException(
          study.definition().name(), study.size(), finished.parameters(), finished.failure());
    }
    Trial trial =
        study.tell(
            Objects.requireNonNull(finished.parameters(), "a trial without parameters"),
            finished.evaluation());
    news.add(new Told(trial, study.best().orElseThrow()));
  }

  /** Tells the listener what is new. */
  void report() {
    news.forEach(told -> run.onTrial(told.trial, told.best));
    news.clear();
  }

  void runLateOnesHere() {
    if (round != null) {
      round.runLateOnesHere();
    }
  }

  /** Ends the round. No trial of it starts after this. */
  @Override
  public void close() {
    RoundExecution current = round;
    round = null;
    if (current != null) {
      current.close();
      lanes.close(current);
    }
  }
}
