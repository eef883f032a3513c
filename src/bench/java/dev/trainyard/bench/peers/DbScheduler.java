package dev.trainyard.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.trainyard.bench.queue.Peer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** db-scheduler, whose jobs start at once in the process that enqueues them. */
final class DbScheduler implements Peer {
  /** Its table for PostgreSQL, from its documentation. */
  private static final String TABLE =
      """
      DROP TABLE IF EXISTS scheduled_tasks;
      CREATE TABLE scheduled_tasks (
        task_name text NOT NULL, task_instance text NOT NULL, task_data bytea, execution_time timestamptz NOT NULL,
        picked boolean NOT NULL, picked_by text, last_success timestamptz, last_failure timestamptz,
        consecutive_failures int, last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
        PRIMARY KEY (task_name, task_instance));
      CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time);
      CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
      """;

  private final String name;
  private final boolean lockAndFetch;
  private Scheduler scheduler;
  private OneTimeTask<Void> task;

  DbScheduler(String name, boolean lockAndFetch) {
    this.name = name;
    this.lockAndFetch = lockAndFetch;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open(DataSource dataSource, int threads, Consumer<String> work) {
    JdbcClient.create(dataSource).sql(TABLE).update();
    task = Tasks.oneTime("no-op").execute((instance, context) -> work.accept(instance.getId()));
    SchedulerBuilder builder =
        Scheduler.create(dataSource, task)
            .threads(threads)
            .pollingInterval(Duration.ofMillis(100))
            .enableImmediateExecution();
    scheduler =
        (lockAndFetch ? builder.pollUsingLockAndFetch(1.0, 4.0) : builder.pollUsingFetch(1.0, 4.0))
            .build();
  }

  @Override
  public void enqueue(String job) {
    scheduler.schedule(task.instance(job), Instant.now());
  }

  @Override
  public void enqueueAll(List<String> jobs) {
    List<TaskInstance<?>> instances = jobs.stream().<TaskInstance<?>>map(task::instance).toList();
    scheduler.scheduleBatch(instances, Instant.now());
  }

  @Override
  public void start() {
    scheduler.start();
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
