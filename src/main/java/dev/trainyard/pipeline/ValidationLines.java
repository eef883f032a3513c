package dev.trainyard.pipeline;

import dev.trainyard.job.Stage;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.text.Counted;
import dev.trainyard.validation.ValidationReport.Validated;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.verdict.VerdictReport;
import dev.trainyard.validation.walkforward.WindowResult;
import java.time.Instant;
import java.util.Locale;

/** Log lines about a job's validation: its candles, each window, the verdict. */
final class ValidationLines {
  private final JobJournal journal;
  private final long[] time;

  ValidationLines(JobJournal journal, long[] time) {
    this.journal = journal;
    this.time = time;
  }

  void begin(Split split) {
    say(
        "validation",
        "Validating on a hold-out of %,d candles, %s to %s, which the search has not seen; the %,d candles before it are left out,"
            + " and %s the search on the first %,d",
        split.size() - split.holdoutFrom(),
        time(split.holdoutFrom()),
        time(split.size() - 1),
        split.embargo(),
        split.windows().size() == 1
            ? "1 walk-forward window repeats"
            : Counted.of(split.windows().size(), "walk-forward window") + " repeat",
        split.searchTo());
    lookAhead();
  }

  /** Logs that the job asked for no validation. */
  void none() {
    say("validation", "Not validated, as run_validation is false: all figures are in-sample");
    lookAhead();
  }

  private void lookAhead() {
    if (time.length > Validator.LOOK_AHEAD_CANDLES) {
      say(
          "look-ahead",
          "Of %,d candles, the first %,d are tested for look-ahead",
          time.length,
          Validator.LOOK_AHEAD_CANDLES);
    }
  }

  void window(WindowResult result) {
    say(
        result.window().study(),
        "Walk-forward window %d: %s on the candles %,d to %,d, tested on %,d to %,d: %s",
        result.window().number(),
        Counted.of(result.trials(), "trial"),
        result.window().trainFrom(),
        result.window().trainTo() - 1,
        result.window().testFrom(),
        result.window().testTo() - 1,
        result
            .chosen()
            .map(chosen -> figures(chosen.outOfSample()))
            .orElse("no trial met the constraints"));
  }

  void verdict(Validated validated) {
    VerdictReport judgement = validated.judgement();
    say(
        "verdict",
        "Verdict %s, %s on the hold-out: %s",
        judgement.verdict(),
        figures(validated.outOfSample()),
        String.join(" ", judgement.reasons()));
  }

  private static String figures(PeriodMetrics block) {
    return String.format(
        Locale.ROOT,
        "%+.2f %% in %s",
        block.metrics().netProfitPct(),
        Counted.of(block.metrics().totalTrades(), "trade"));
  }

  private Instant time(int bar) {
    return Instant.ofEpochMilli(time[bar]);
  }

  private void say(String key, String pattern, Object... figures) {
    journal.line(LogLine.info(key, Stage.VALIDATION, String.format(Locale.ROOT, pattern, figures)));
  }
}
