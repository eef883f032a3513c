package dev.trainyard.pipeline;

import dev.trainyard.optimize.study.RemoteEvaluation;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.optimize.study.TrialThreads;
import dev.trainyard.process.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * What runs the trials of a job: the threads of this process, and other workers if there are any.
 */
@Component
class JobRunners implements DisposableBean {
  private final ExecutorService trialExecutor;
  private final int threads;
  private final ObjectProvider<RemoteTrials> remote;
  private final ExecutorService lanes =
      Executors.newCachedThreadPool(task -> DaemonThreads.named("trial-lane", task));

  JobRunners(
      @Qualifier("trialExecutor") ExecutorService trialExecutor,
      WorkerSettings settings,
      ObjectProvider<RemoteTrials> remote) {
    this.trialExecutor = trialExecutor;
    this.threads = settings.threads();
    this.remote = remote;
  }

  StudyRunner of(PreparedJob prepared) {
    RemoteTrials others = remote.getIfAvailable();
    RemoteEvaluation elsewhere =
        others != null && prepared.job().request().delivery().distribute()
            ? others.of(prepared.job(), prepared.inputs())
            : RemoteEvaluation.NONE;
    return new StudyRunner(new TrialThreads(trialExecutor, threads, elsewhere, lanes));
  }

  @Override
  public void destroy() {
    lanes.shutdownNow();
  }
}
