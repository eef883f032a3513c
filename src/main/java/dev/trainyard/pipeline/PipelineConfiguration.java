package dev.trainyard.pipeline;

import dev.trainyard.optimize.StudyRunner;
import dev.trainyard.validation.Validator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine on this process's threads. */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

  /** Shared by all slots, so that jobs together use the cores once. */
  @Bean(destroyMethod = "shutdownNow", defaultCandidate = false)
  ExecutorService trialExecutor(WorkerSettings settings) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory threads =
        task -> {
          Thread thread = new Thread(task, "trial-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return Executors.newFixedThreadPool(settings.threads(), threads);
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
