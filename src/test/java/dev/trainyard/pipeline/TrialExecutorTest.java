package dev.trainyard.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.job.LogContext;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TrialExecutorTest {
  private static final Callable<String> LOGGED_JOB = () -> MDC.get(LogContext.JOB_ID);

  private final TrialExecutor executor = new TrialExecutor(1);

  @AfterEach
  void end() {
    executor.shutdownNow();
  }

  @Test
  void whatATrialLogsNamesTheJobThatAskedForIt() throws Exception {
    for (int i = 0; i < 2; i++) {
      UUID job = UUID.randomUUID();
      AtomicReference<Future<String>> trial = new AtomicReference<>();

      LogContext.run(job, () -> trial.set(executor.submit(LOGGED_JOB)));

      assertThat(trial.get().get()).isEqualTo(job.toString());
    }
  }

  @Test
  void aThreadForgetsTheJobOfItsLastTrial() throws Exception {
    AtomicReference<Future<String>> trial = new AtomicReference<>();
    LogContext.run(UUID.randomUUID(), () -> trial.set(executor.submit(LOGGED_JOB)));
    trial.get().get();

    assertThat(executor.submit(LOGGED_JOB).get()).isNull();
  }
}
