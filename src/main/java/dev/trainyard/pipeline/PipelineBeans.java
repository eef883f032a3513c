package dev.trainyard.pipeline;

import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.validation.Validator;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine on this process's threads. */
@Configuration(proxyBeanMethods = false)
class PipelineBeans {

  /** Shared by all slots, so that jobs together use the cores once. */
  @Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
  ExecutorService trialExecutor(WorkerSettings settings) {
    return new TrialExecutor(settings.threads());
  }

  @Bean
  StudyRunner studyRunner(
      @Qualifier("trialExecutor") ExecutorService trialExecutor, WorkerSettings settings) {
    return new StudyRunner(trialExecutor, settings.threads());
  }

  @Bean
  Validator validator(StudyRunner runner) {
    return new Validator(runner);
  }
}
