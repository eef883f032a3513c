package dev.trainyard.bench.peers;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import dev.trainyard.bench.queue.Peer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** JobRunr, with the shortest poll interval that it allows. */
final class JobRunrQueue implements Peer {
  private static final Duration POLL = Duration.ofSeconds(5);

  private static final String DROP =
      """
      DROP SCHEMA IF EXISTS jobrunr CASCADE;
      CREATE SCHEMA jobrunr;
      """;

  private BackgroundJobServer server;

  @Override
  public String name() {
    return "JobRunr";
  }

  @Override
  public void open(DataSource dataSource, int threads, Consumer<String> work) {
    JdbcClient.create(dataSource).sql(DROP).update();
    var configuration =
        JobRunr.configure()
            .useJobActivator(new Activator(new NoOpHandler(work)))
            .useStorageProvider(SqlStorageProviderFactory.using(dataSource, "jobrunr."))
            .useBackgroundJobServer(
                usingStandardBackgroundJobServerConfiguration()
                    .andPollInterval(POLL)
                    .andWorkerCount(threads),
                false);
    configuration.initialize();
    server = JobRunr.getBackgroundJobServer();
  }

  @Override
  public void enqueue(String job) {
    BackgroundJobRequest.enqueue(new NoOpRequest(job));
  }

  @Override
  public void enqueueAll(List<String> jobs) {
    BackgroundJobRequest.enqueue(jobs.stream().map(NoOpRequest::new));
  }

  @Override
  public void start() {
    server.start();
  }

  @Override
  public void close() {
    JobRunr.destroy();
  }

  private record Activator(NoOpHandler handler) implements JobActivator {
    @Override
    public <T> T activateJob(Class<T> type) {
      return type.cast(handler);
    }
  }

  /** Which job it is. */
  public record NoOpRequest(String id) implements JobRequest {
    @Override
    public Class<NoOpHandler> getJobRequestHandler() {
      return NoOpHandler.class;
    }
  }

  /** Tells that it started. */
  public record NoOpHandler(Consumer<String> work) implements JobRequestHandler<NoOpRequest> {
    @Override
    public void run(NoOpRequest request) {
      work.accept(request.id());
    }
  }
}
