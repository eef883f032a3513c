package dev.trainyard.pipeline;

import dev.trainyard.job.JobStoppedException;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.StoredTrial;
import dev.trainyard.job.WorkStore;
import dev.trainyard.optimize.Trial;
import dev.trainyard.validation.Split;
import dev.trainyard.validation.ValidationListener;
import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.Validator;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * {@link OptimizedJob} → {@link ValidatedJob}: judges the winner on candles that the search has not
 * seen.
 */
@Component
public class ValidateProcessor implements Processor {
  private static final String WINDOWS = "window-%";

  private final Validator validator;
  private final JobJournals journals;
  private final WorkStore work;
  private final TrialCodec codec;
  private final Clock clock;

  ValidateProcessor(
      Validator validator, JobJournals journals, WorkStore work, TrialCodec codec, Clock clock) {
    this.validator = validator;
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
            .orElseGet(() -> Validator.withoutValidation(prepared.evaluator(), optimized.search()));
    return new ValidatedJob(optimized, report);
  }

  private ValidationReport validate(OptimizedJob optimized, Split split) {
    PreparedJob prepared = optimized.prepared();
    Lease lease = prepared.job().lease();
    try (JobJournal journal = journals.open(lease)) {
      StageProgress progress =
          new StageProgress(journal, Stage.VALIDATION, clock, "walking forward, then hold-out")
              .beginAfter(optimized.search());
      ValidationReport report =
          validator.validate(
              prepared.evaluator(),
              split,
              optimized.search(),
              stored(lease, prepared),
              new ValidationListener() {
                @Override
                public void told(String study, Trial trial) {
                  journal.trial(study, trial);
                }

                @Override
                public void progressed(int done, int total) {
                  progress.report(done, total);
                }
              },
              () -> false);
      journal.flush();
      return report;
    } catch (InterruptedException e) {
      throw new JobStoppedException(e);
    }
  }

  private Map<String, List<Trial>> stored(Lease lease, PreparedJob prepared) {
    Map<String, List<StoredTrial>> byStudy =
        work.trials(lease, WINDOWS).stream()
            .collect(
                Collectors.groupingBy(StoredTrial::study, LinkedHashMap::new, Collectors.toList()));
    Map<String, List<Trial>> trials = new LinkedHashMap<>();
    byStudy.forEach((study, list) -> trials.put(study, codec.decode(prepared.space(), list)));
    return trials;
  }
}
