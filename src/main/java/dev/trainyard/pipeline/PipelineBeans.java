package dev.trainyard.pipeline;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Provides the threads of the engine. */
@Configuration(proxyBeanMethods = false)
class PipelineBeans {

  /**
   * Provides the trial threads, which all slots share, so that all jobs together use each core
   * once.
   */
  @Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
  TrialExecutor trialExecutor(WorkerSettings settings) {
    return new TrialExecutor(settings.threads());
  }
}
