package dev.trainyard.pipeline;

import dev.trainyard.job.Stage;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.text.Counted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Log lines about a job's search: its settings, its improvements and its end.
 *
 * <p>Improvements are logged at least a second apart, and later at least a fiftieth of the elapsed
 * time apart. A search of twelve hours thus logs only some hundred lines. A deferred improvement is
 * logged later, unless a better one follows first.
 */
final class SearchLines {
  private static final Duration MIN_PAUSE = Duration.ofSeconds(1);
  private static final int PAUSES_IN_ELAPSED_TIME = 50;

  private final JobJournal journal;
  private final StudyDefinition definition;
  private final Clock clock;
  private final Instant begun;
  private Instant lastLogged;
  private int best;

  /**
   * Creates the lines of a search.
   *
   * @param search with the trials of earlier claims, which are not logged again
   */
  SearchLines(JobJournal journal, Study search, Clock clock) {
    this.journal = journal;
    this.definition = search.definition();
    this.clock = clock;
    this.begun = clock.instant();
    this.lastLogged = Instant.MIN;
    this.best = search.best().map(Trial::number).orElse(-1);
  }

  void begin(String objective, int minTrades) {
    say(
        "search",
        "Searching %s (%s) by %s, with seed %d: %s in batches of %d for the best %s with at least %s%s",
        Counted.of(definition.space().size(), "parameter"),
        String.join(", ", definition.space().names()),
        definition.sampler(),
        definition.seed(),
        Counted.of(definition.trials(), "trial"),
        definition.batchSize(),
        objective,
        Counted.of(minTrades, "trade"),
        definition.start().isPresent() ? ", the first one from warm_start_from" : "");
  }

  /** Logs the best trial so far, if it is new and the last line is old enough. */
  void best(Trial trial) {
    if (trial.number() == best || !trial.feasible()) {
      return;
    }
    Instant now = clock.instant();
    Duration pause = Duration.between(begun, now).dividedBy(PAUSES_IN_ELAPSED_TIME);
    if (now.isBefore(lastLogged.plus(pause.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : pause))) {
      return;
    }
    lastLogged = now;
    logBest(trial);
  }

  /** Logs how the search ended, and the best trial if it has not been logged. */
  void end(Study search) {
    search
        .best()
        .filter(trial -> trial.feasible() && trial.number() != best)
        .ifPresent(this::logBest);
    if (search.size() < definition.trials()) {
      say(
          "search converged",
          "The search has converged: it ended after %,d of %s",
          search.size(),
          Counted.of(definition.trials(), "trial"));
    }
    say(
        "search ended",
        "The search has ended: %s, %,d within the constraints%s",
        Counted.of(search.size(), "trial"),
        search.trials().stream().filter(Trial::feasible).count(),
        search
            .best()
            .filter(Trial::feasible)
            .map(
                trial ->
                    String.format(
                        Locale.ROOT,
                        "; the best is trial %,d with a score of %.4f",
                        trial.number(),
                        trial.score()))
            .orElse(""));
  }

  private void logBest(Trial trial) {
    best = trial.number();
    say(
        "best " + trial.number(),
        "Best score so far: %.4f by trial %,d with %s",
        trial.score(),
        trial.number(),
        trial.parameters().toMap());
  }

  private void say(String key, String pattern, Object... figures) {
    journal.line(
        LogLine.info(key, Stage.OPTIMIZATION, String.format(Locale.ROOT, pattern, figures)));
  }
}
