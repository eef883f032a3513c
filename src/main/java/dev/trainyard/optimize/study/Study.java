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
 * The memory of a search: which trials were made, and what that suggests to try next.
 *
 * <p>Trials come in batches. All suggestions of a batch rest on the trials of the batches before it
 * and on nothing else, so the outcome depends on seed and batch size but not on threads, and a
 * study that is given its stored trials again goes on as if it had never stopped. Not thread-safe;
 * see {@link StudyRunner}.
 */
public final class Study {
  /** Bounds the results in flight, each of which holds its returns, when batches need not wait. */
  private static final int MAX_ROUND = 1024;

  private final StudyDefinition definition;
  private final Sampler sampler;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Parameters, Trial> originals = new ConcurrentHashMap<>();
  private final FeasibleTrials feasibleTrials = new FeasibleTrials();

  /** Null before the first trial. */
  private @Nullable Trial best;

  /** A study without trials. */
  public Study(StudyDefinition definition) {
    this(definition, List.of());
  }

  /**
   * A study that goes on after trials made before.
   *
   * @param stored trials 0 to k − 1 in order, those not reused with their returns
   * @throws IllegalArgumentException when a number is missing or parameters are of another space
   */
  public Study(StudyDefinition definition, List<Trial> stored) {
    this.definition = definition;
    this.sampler = definition.newSampler();
    for (Trial trial : stored) {
      restore(trial);
    }
  }

  /** What the study was made for. */
  public StudyDefinition definition() {
    return definition;
  }

  /** Number of trials told. */
  public int size() {
    return trials.size();
  }

  /** Whether all trials of the definition were told, or as many as it took to converge. */
  public boolean isComplete() {
    return trials.size() >= definition.trials() || hasConverged();
  }

  /**
   * Whether a study that may stop early has brought nothing better for a while. It stops between
   * batches only, so that neither threads nor a restart have a say in it.
   */
  private boolean hasConverged() {
    return definition.earlyStop()
        && trials.size() % definition.batchSize() == 0
        && best != null
        && best.feasible()
        && trials.size() - best.number() > definition.patience();
  }

  /** The trials told, in order, without their returns. */
  public List<Trial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /** The best trial so far by {@link Trial#BEST_FIRST}, feasible or not; empty before the first. */
  public Optional<Trial> best() {
    return Optional.ofNullable(best);
  }

  /**
   * The best feasible trial.
   *
   * @throws NoFeasibleTrialException when there is none
   */
  public Trial winner() {
    return best()
        .filter(Trial::feasible)
        .orElseThrow(() -> new NoFeasibleTrialException(definition.name(), trials));
  }

  /** Number and likeness of the different feasible trials so far. */
  public FeasibleTrials feasibleTrials() {
    return feasibleTrials;
  }

  /**
   * The trials that can run now without waiting for one another.
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
   * Takes in the result of the trial whose number is {@link #size()}.
   *
   * @param evaluation null when a trial with these parameters was told before
   * @return the trial, to be stored
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
                Objects.requireNonNull(evaluation, "no result of parameters that are new"));
    add(trial);
    return trial;
  }

  /** Whether a trial with these parameters was told; safe for any thread. */
  boolean knows(Parameters parameters) {
    return originals.containsKey(parameters);
  }

  /**
   * Takes in a trial that was made and stored before.
   *
   * @param trial the one whose number is {@link #size()}, with its returns unless it is a reused
   *     one
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
