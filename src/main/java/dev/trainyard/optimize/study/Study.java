package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.FeasibleTrials;
import dev.trainyard.optimize.NoFeasibleTrialException;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.sampler.Sampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a search: its trials, and the suggestions that follow from them.
 *
 * <p>Trials come in batches. The suggestions of a batch depend only on the trials of earlier
 * batches. The outcome therefore depends on seed and batch size but not on threads, and a study
 * that is given its stored trials continues as if it had never stopped. Not thread-safe; see {@link
 * StudyRunner}.
 */
public final class Study {
  /** Limits the results in flight, each of which holds its returns, when batches need not wait. */
  private static final int MAX_ROUND = 1024;

  private final StudyDefinition definition;
  private final Sampler sampler;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Parameters, Trial> originals = new ConcurrentHashMap<>();
  private final FeasibleTrials feasibleTrials = new FeasibleTrials();

  /** Null before the first trial. */
  private @Nullable Trial best;

  /** Creates a study without trials. */
  public Study(StudyDefinition definition) {
    this(definition, List.of());
  }

  /**
   * Creates a study that continues after earlier trials.
   *
   * @param stored trials 0 to k − 1 in order, with their returns unless they are reused
   * @throws IllegalArgumentException when a number is missing or parameters are of another space
   */
  public Study(StudyDefinition definition, List<Trial> stored) {
    this(definition, definition.newSampler());
    for (Trial trial : stored) {
      restore(trial);
    }
  }

  private Study(StudyDefinition definition, Sampler sampler) {
    this.definition = definition;
    this.sampler = sampler;
  }

  /** Creates a study that suggests given points, one or more, all of which can run at once. */
  static Study of(String name, List<Parameters> points) {
    int count = points.size();
    return new Study(
        new StudyDefinition(name, points.get(0).space(), "random", 0, count, count),
        new Sampler() {
          @Override
          public Proposal fit(List<Trial> trials) {
            return points::get;
          }

          @Override
          public boolean learnsFrom(int trials) {
            return false;
          }
        });
  }

  /** Returns the definition of the study. */
  public StudyDefinition definition() {
    return definition;
  }

  /** Returns the number of recorded trials. */
  public int size() {
    return trials.size();
  }

  /**
   * Returns whether all trials of the definition are recorded, or as many as it took to converge.
   */
  public boolean isComplete() {
    return trials.size() >= definition.trials() || hasConverged();
  }

  /**
   * Returns whether a study that may stop early has found nothing better for a while. It stops only
   * between batches, so that neither threads nor a restart affect it.
   */
  private boolean hasConverged() {
    return definition.earlyStop()
        && trials.size() % definition.batchSize() == 0
        && best != null
        && best.feasible()
        && trials.size() - best.number() > definition.patience();
  }

  /** Returns the recorded trials, in order, without their returns. */
  public List<Trial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /**
   * Returns the best trial so far by {@link Trial#BEST_FIRST}, feasible or not; empty before the
   * first.
   */
  public Optional<Trial> best() {
    return Optional.ofNullable(best);
  }

  /**
   * Returns the best feasible trial.
   *
   * @throws NoFeasibleTrialException when there is none
   */
  public Trial winner() {
    return best()
        .filter(Trial::feasible)
        .orElseThrow(() -> new NoFeasibleTrialException(definition.name(), trials));
  }

  /** Returns the number and similarity of the different feasible trials so far. */
  public FeasibleTrials feasibleTrials() {
    return feasibleTrials;
  }

  /**
   * Returns the trials that can run now without waiting for one another.
   *
   * @throws IllegalStateException when the study is complete
   */
  public Round nextRound() {
    if (isComplete()) {
      throw new IllegalStateException(definition.name() + " is complete");
    }
    int batch = definition.batchSize();
    int from = trials.size();
    int batchStart = from - from % batch;
    int to = batchStart + batch;
    while (!definition.earlyStop()
        && to - from < MAX_ROUND
        && to < definition.trials()
        && !sampler.learnsFrom(to)) {
      to += batch;
    }
    return new Round(
        from, Math.min(to, definition.trials()), proposal(trials.subList(0, batchStart)));
  }

  private Sampler.Proposal proposal(List<Trial> known) {
    Sampler.Proposal sampled = sampler.fit(known);
    return definition
        .start()
        .<Sampler.Proposal>map(first -> number -> number == 0 ? first : sampled.suggest(number))
        .orElse(sampled);
  }

  /**
   * Records the result of the trial whose number is {@link #size()}.
   *
   * @param evaluation null when a trial with these parameters was recorded before
   * @return the trial to store
   */
  public Trial tell(Parameters parameters, @Nullable Evaluation evaluation) {
    int number = trials.size();
    Trial original = originals.get(parameters);
    Trial trial =
        original != null
            ? original.reusedAs(number)
            : Trial.evaluated(
                number,
                parameters,
                Objects.requireNonNull(evaluation, "new parameters without a result"));
    add(trial);
    return trial;
  }

  /** Returns whether a trial with these parameters was recorded; safe for any thread. */
  boolean knows(Parameters parameters) {
    return originals.containsKey(parameters);
  }

  /**
   * Records a trial that was stored before.
   *
   * @param trial the trial whose number is {@link #size()}, with its returns unless it is reused
   * @throws IllegalArgumentException for another number, or parameters of another space
   */
  public void restore(Trial trial) {
    if (trial.number() != trials.size()) {
      throw new IllegalArgumentException(
          "%s: trial %d follows trial %d"
              .formatted(definition.name(), trial.number(), trials.size() - 1));
    }
    ParameterSpace space = trial.parameters().space();
    if (!space.equals(definition.space())) {
      throw new IllegalArgumentException(
          "%s: trial %d is of another parameter space"
              .formatted(definition.name(), trial.number()));
    }
    add(trial);
  }

  private void add(Trial trial) {
    feasibleTrials.add(trial);
    Trial remembered = trial.withoutReturns();
    trials.add(remembered);
    originals.putIfAbsent(trial.parameters(), remembered);
    if (best == null || Trial.BEST_FIRST.compare(remembered, best) < 0) {
      best = remembered;
    }
  }

  /**
   * Trials that can run at the same time.
   *
   * @param from number of the first one
   * @param to end, exclusive
   * @param proposal their suggestions
   */
  public record Round(int from, int to, Sampler.Proposal proposal) {}
}
