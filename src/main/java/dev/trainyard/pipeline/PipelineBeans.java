package dev.trainyard.pipeline;

import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.validation.Validator;
import java.util.concurrent.ExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the engine on this process's threads. */
@Configuration(proxyBeanMethods = false)
class PipelineBeans {

  /**
   * Provides the trial threads, which all slots share, so that all jobs together use each core
   * once.
   */
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
