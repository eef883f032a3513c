package dev.trainyard.pipeline;

import dev.trainyard.job.JobStoppedException;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.Validator;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.walkforward.ValidationListener;
import dev.trainyard.validation.walkforward.WindowResult;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * {@link OptimizedJob} → {@link ValidatedJob}: judges the winner on candles that the search has not
 * seen.
 */
@Component
public class ValidateProcessor implements Processor {
  private final JobJournals journals;
  private final WorkStore work;
  private final TrialCodec codec;
  private final Clock clock;

  ValidateProcessor(JobJournals journals, WorkStore work, TrialCodec codec, Clock clock) {
    this.journals = journals;
    this.work = work;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().setBody(validate(exchange.getMessage().getBody(OptimizedJob.class)));
  }

  ValidatedJob validate(OptimizedJob optimized) {
    PreparedJob prepared = optimized.prepared();
    ValidationReport report =
        prepared
            .split()
            .map(split -> validate(optimized, split))
            .orElseGet(() -> withoutValidation(optimized));
    return new ValidatedJob(optimized, report);
  }

  private ValidationReport withoutValidation(OptimizedJob optimized) {
    PreparedJob prepared = optimized.prepared();
    try (JobJournal journal = journals.open(prepared.job().lease())) {
      new ValidationLines(journal, prepared.evaluator().time()).none();
      return Validator.withoutValidation(prepared.evaluator(), optimized.search());
    }
  }

  private ValidationReport validate(OptimizedJob optimized, Split split) {
    PreparedJob prepared = optimized.prepared();
    Lease lease = prepared.job().lease();
    try (JobJournal journal = journals.open(lease)) {
      StageProgress progress =
          new StageProgress(journal, Stage.VALIDATION, clock, "walking forward, then hold-out")
              .beginAfter(optimized.search());
      ValidationLines lines = new ValidationLines(journal, prepared.evaluator().time());
      lines.begin(split);
      ValidationReport found =
          new Validator(optimized.runner())
              .validate(
                  prepared.evaluator(),
                  split,
                  optimized.search(),
                  study -> restore(prepared, study, journal),
                  new ValidationListener() {
                    @Override
                    public void onTrial(String study, Trial trial) {
                      journal.trial(study, trial);
                      progress.made();
                    }

                    @Override
                    public void windowFinished(WindowResult result) {
                      lines.window(result);
                    }

                    @Override
                    public void progressed(int done, int total) {
                      progress.report(done, total);
                    }
                  },
                  () -> false);
      ValidationReport report =
          prepared.quality().fallsShort()
              ? found.with(CandleLines.shortage(prepared.quality()))
              : found;
      report.validated().ifPresent(lines::verdict);
      journal.flush();
      return report;
    } catch (InterruptedException e) {
      throw new JobStoppedException(e);
    }
  }

  private void restore(PreparedJob prepared, Study study, JobJournal journal) {
    String name = study.definition().name();
    codec.decode(
        prepared.space(),
        reader -> work.eachTrial(prepared.job().lease(), name, reader),
        trial -> {
          study.restore(trial);
          journal.known(name, trial);
        });
  }
}
