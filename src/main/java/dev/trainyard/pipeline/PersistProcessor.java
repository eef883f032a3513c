package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.work.WorkStore;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * {@link ValidatedJob} → {@link TrainedConfiguration}, and the parameters of the statement that
 * stores it and completes the job.
 */
@Component
public class PersistProcessor implements Processor {
  private final JobStore jobs;
  private final WorkStore work;
  private final JobJournals journals;
  private final ObjectMapper json;
  private final Clock clock;

  PersistProcessor(
      JobStore jobs, WorkStore work, JobJournals journals, ObjectMapper json, Clock clock) {
    this.jobs = jobs;
    this.work = work;
    this.journals = journals;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) throws JsonProcessingException {
    ValidatedJob validated = exchange.getMessage().getBody(ValidatedJob.class);
    Lease lease = validated.optimized().prepared().job().lease();
    try (JobJournal journal = journals.open(lease)) {
      new StageProgress(journal, Stage.SAVE_CONFIGURATION, clock, "storing the configuration")
          .beginAfter(validated.optimized().search());
    }
    work.requireTrials(lease, validated.trials());
    TrainedConfiguration configuration = TrainedConfiguration.of(validated);
    exchange.getMessage().setBody(configuration);
    exchange
        .getMessage()
        .getHeaders()
        .putAll(jobs.completionParameters(lease, json.writeValueAsString(configuration)));
  }
}
