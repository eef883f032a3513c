package dev.trainyard.bench.queue;

import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Another durable job queue on PostgreSQL. */
public interface Peer extends AutoCloseable {
  /** Name and mode. */
  String name();

  /**
   * Makes its tables and is ready to enqueue, but runs nothing yet.
   *
   * @param threads jobs at once
   * @param work told the id of each job when it starts
   */
  void open(DataSource dataSource, int threads, Consumer<String> work);

  /** Stores a job; it is committed when this returns. */
  void enqueue(String job);

  /** Stores many jobs at once. */
  void enqueueAll(List<String> jobs);

  /** Begins to run jobs. */
  void start();

  @Override
  void close();

  /** The queues to compare with; found by {@link java.util.ServiceLoader}. */
  interface Catalog {
    List<Peer> peers();
  }
}
