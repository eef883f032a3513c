package dev.trainyard.pipeline;

import dev.trainyard.job.JobStoppedException;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.NoFeasibleTrialException;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.stereotype.Component;

/**
 * {@link PreparedJob} → {@link OptimizedJob}: searches the parameters, continuing from the stored
 * trials.
 */
@Component
public class OptimizeProcessor implements Processor {
  private final JobRunners runners;
  private final JobJournals journals;
  private final WorkStore work;
  private final TrialCodec codec;
  private final Clock clock;

  OptimizeProcessor(
      JobRunners runners, JobJournals journals, WorkStore work, TrialCodec codec, Clock clock) {
    this.runners = runners;
    this.journals = journals;
    this.work = work;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public void process(Exchange exchange) {
    exchange.getMessage().setBody(optimize(exchange.getMessage().getBody(PreparedJob.class)));
  }

  OptimizedJob optimize(PreparedJob prepared) {
    Lease lease = prepared.job().lease();
    StudyDefinition definition =
        new TrainingPlan(prepared.job().request()).study(prepared.space(), prepared.start());
    Study search = new Study(definition);
    codec.decode(
        prepared.space(),
        reader -> work.eachTrial(lease, definition.name(), reader),
        search::restore);
    StudyRunner runner = runners.of(prepared);
    try (JobJournal journal = journals.open(lease)) {
      search.best().ifPresent(best -> journal.known(definition.name(), best));
      StageProgress progress =
          new StageProgress(
                  journal,
                  Stage.OPTIMIZATION,
                  clock,
                  "searching with " + definition.sampler(),
                  prepared.split().map(s -> s.walkForwardWork(definition.trials())).orElse(0.0))
              .begin();
      SearchLines lines = new SearchLines(journal, search, clock);
      lines.begin(
          prepared.evaluator().objective().label(), prepared.evaluator().constraints().minTrades());
      runner.run(
          search,
          prepared.evaluator(),
          (trial, best) -> {
            journal.trial(definition.name(), trial);
            lines.best(best);
            progress.made();
            progress.best(best);
            progress.report(trial.number() + 1, definition.trials());
          },
          () -> false);
      lines.end(search);
      journal.flush();
    } catch (InterruptedException e) {
      throw new JobStoppedException(e);
    }
    try {
      search.winner();
    } catch (NoFeasibleTrialException e) {
      NoFeasibleTrialException explained = e.under(prepared.evaluator().constraints());
      throw prepared.evaluator() instanceof BasketEvaluator basket
          ? explained.onEach(basket.across().needed(basket.series().size()), basket.series().size())
          : explained;
    }
    return new OptimizedJob(prepared, search, runner);
  }
}
