package dev.trainyard.fault;

import dev.trainyard.support.PgBouncer;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What can happen to a cluster. A fault has been undone when its strike returns; a process that it
 * killed is being started again by then.
 */
enum Fault {
  /** {@code kill -9} of a worker, then nothing for a lease. */
  KILL_WORKER {
    @Override
    void strike(Strike strike) throws InterruptedException {
      Node worker = strike.busyWorker();
      strike.recovery().killed(worker.pid(), strike.cluster().isEveryWorkerListed());
      worker.kill();
      // Its jobs get the time to recover before the next fault, which is then measured
      strike.last(LEASE_AND_MORE, LEASE_AND_MORE.plusSeconds(1));
    }
  },

  /** {@code kill -9} of a worker that helps another one with its job. */
  KILL_HELPER {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.helpingWorker().kill();
    }

    @Override
    boolean isPossible(Cluster cluster) {
      return cluster.isHelpful();
    }
  },

  /** SIGSTOP of a worker that helps another one, shorter than a lease, then SIGCONT. */
  PAUSE_HELPER {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      Node worker = strike.helpingWorker();
      worker.pause();
      try {
        strike.last(SHORT, FaultRun.LEASE.minusMillis(500));
      } finally {
        worker.resume();
      }
    }

    @Override
    boolean isPossible(Cluster cluster) {
      return cluster.isHelpful();
    }
  },

  /** {@code kill -9} of the API. */
  KILL_API {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().api().kill();
    }
  },

  /** SIGTERM of a worker. */
  TERMINATE_WORKER {
    @Override
    void strike(Strike strike) throws InterruptedException {
      Node worker = strike.busyWorker();
      long begin = System.nanoTime();
      int exitCode = worker.terminate();
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      strike.note(
          "%s ended %d ms after SIGTERM with exit code %d"
              .formatted(worker, took.toMillis(), exitCode));
    }
  },

  /** SIGSTOP of a worker for longer than its lease, then SIGCONT. */
  PAUSE_WORKER {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      Node worker = strike.busyWorker();
      worker.pause();
      try {
        strike.last(LEASE_AND_MORE, LEASE_AND_MORE.plusSeconds(2));
      } finally {
        worker.resume();
      }
    }
  },

  /** A worker that reaches no server for longer than its lease, and is not told so. */
  PARTITION_WORKER {
    @Override
    void strike(Strike strike) throws InterruptedException {
      Node worker = strike.busyWorker();
      worker.postgres().hold();
      worker.redis().hold();
      strike.last(LEASE_AND_MORE, LEASE_AND_MORE.plusSeconds(2));
      worker.postgres().heal();
      worker.redis().heal();
    }
  },

  /** FLUSHALL. */
  FLUSH_REDIS {
    @Override
    void strike(Strike strike) {
      strike.cluster().redis().ask(jedis -> jedis.flushAll());
    }
  },

  /** Redis killed and started on its file. */
  RESTART_REDIS {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      strike.cluster().redis().kill();
      strike.cluster().redis().start();
    }
  },

  /** Redis killed, away for a while, and started empty. */
  LOSE_REDIS {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      strike.cluster().redis().kill();
      strike.last(SHORT, LONG);
      strike.cluster().redis().loseData();
      strike.cluster().redis().start();
    }
  },

  /** Redis that refuses all writes, as a replica whose primary is dead. */
  READ_ONLY_REDIS {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().redis().ask(jedis -> jedis.replicaof("127.0.0.1", 1));
      strike.last(SHORT, LONG);
      strike.cluster().redis().ask(jedis -> jedis.replicaofNoOne());
    }
  },

  /** Redis without memory for more. */
  FULL_REDIS {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().redis().ask(jedis -> jedis.configSet("maxmemory", "1"));
      strike.last(SHORT, LONG);
      strike.cluster().redis().ask(jedis -> jedis.configSet("maxmemory", "0"));
    }
  },

  /** Redis that accepts connections and says nothing. */
  SILENT_REDIS {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().nodes().forEach(node -> node.redis().hold());
      strike.last(SHORT, LONG);
      strike.cluster().nodes().forEach(node -> node.redis().heal());
    }
  },

  /** PostgreSQL stopped and started. */
  RESTART_POSTGRES {
    @Override
    void strike(Strike strike) throws IOException {
      strike.cluster().postgres().stop();
      strike.cluster().postgres().start();
    }
  },

  /** PostgreSQL killed, away for a while, and started on what it had written. */
  CRASH_POSTGRES {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      strike.cluster().postgres().crash();
      strike.last(SHORT, LONG);
      strike.cluster().postgres().start();
    }
  },

  /** PostgreSQL killed, and its standby, which has all that was committed, in its place. */
  FAIL_OVER {
    @Override
    void strike(Strike strike) throws IOException, SQLException, InterruptedException {
      strike.cluster().postgres().startStandby();
      strike.last(SHORT, LONG);
      strike.cluster().failOver();
    }
  },

  /** All sessions of the service ended, the server running on. */
  TERMINATE_SESSIONS {
    @Override
    void strike(Strike strike) throws SQLException {
      strike.cluster().postgres().terminateSessions();
    }
  },

  /** All connections cut, in the middle of whatever they carried. */
  CUT_CONNECTIONS {
    @Override
    void strike(Strike strike) {
      strike
          .cluster()
          .nodes()
          .forEach(
              node -> {
                node.postgres().cut();
                node.redis().cut();
              });
    }
  },

  /** All connections dead, and nobody told. */
  STRAND_CONNECTIONS {
    @Override
    void strike(Strike strike) {
      strike
          .cluster()
          .nodes()
          .forEach(
              node -> {
                node.postgres().strand();
                node.redis().strand();
              });
    }
  },

  /** PostgreSQL refuses connections, shorter than a lease. */
  REFUSE_POSTGRES {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().nodes().forEach(node -> node.postgres().refuse());
      strike.last(SHORT, LONG);
      strike.cluster().nodes().forEach(node -> node.postgres().heal());
    }
  },

  /** PostgreSQL that refuses all writes, as after a failover to a replica. */
  READ_ONLY_POSTGRES {
    @Override
    void strike(Strike strike) throws SQLException, InterruptedException {
      strike.cluster().postgres().refuseWrites();
      strike.last(SHORT, LONG);
      strike.cluster().postgres().acceptWrites();
    }
  },

  /** The pooler killed with all connections, away for a while, and started again. */
  RESTART_POOLER {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      PgBouncer pooler = strike.cluster().pooler().orElseThrow();
      pooler.kill();
      strike.last(SHORT, LONG);
      pooler.start();
    }

    @Override
    boolean isPossible(Cluster cluster) {
      return cluster.pooler().isPresent();
    }
  },

  /** A pooler that stands still for longer than a lease, with all connections open. */
  PAUSE_POOLER {
    @Override
    void strike(Strike strike) throws IOException, InterruptedException {
      PgBouncer pooler = strike.cluster().pooler().orElseThrow();
      pooler.pause();
      try {
        strike.last(LEASE_AND_MORE, LEASE_AND_MORE.plusSeconds(2));
      } finally {
        pooler.resume();
      }
    }

    @Override
    boolean isPossible(Cluster cluster) {
      return cluster.pooler().isPresent();
    }
  },

  /** A slow network. */
  LATENCY {
    @Override
    void strike(Strike strike) throws InterruptedException {
      strike.cluster().nodes().forEach(node -> node.postgres().delay(SLOW));
      strike.cluster().nodes().forEach(node -> node.redis().delay(SLOW));
      strike.last(SHORT, LONG);
      strike.cluster().nodes().forEach(node -> node.postgres().heal());
      strike.cluster().nodes().forEach(node -> node.redis().heal());
    }
  };

  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(3);
  private static final Duration SLOW = Duration.ofMillis(50);
  private static final Duration LEASE_AND_MORE = FaultRun.LEASE.plusSeconds(1);

  /**
   * Strikes and undoes it.
   *
   * @throws IOException when a server does not start again
   */
  abstract void strike(Strike strike) throws IOException, SQLException, InterruptedException;

  /** Whether a cluster has what it strikes. */
  boolean isPossible(Cluster cluster) {
    return true;
  }

  /**
   * Circumstances of one fault.
   *
   * @param cluster what it strikes
   * @param recovery told of workers that are killed
   * @param log where it is noted
   * @param random decides what the fault leaves open
   */
  record Strike(Cluster cluster, RecoveryClock recovery, FaultLog log, SplittableRandom random) {
    private static final Duration READY = Duration.ofMinutes(1);
    private static final Duration BUSY = Duration.ofSeconds(4);
    private static final long LOOK_MILLIS = 30;

    /**
     * A worker that runs a job now, or any one when none does for a while. All workers are ready by
     * then, if that does not take too long, so that the fault leaves one to go on.
     */
    Node busyWorker() throws InterruptedException {
      return worker("busy", "SELECT lease_owner FROM training_jobs WHERE status = 'RUNNING'");
    }

    /** As {@link #busyWorker}, but one that helps another. */
    Node helpingWorker() throws InterruptedException {
      return worker("helpful", "SELECT id FROM workers WHERE helps_job IS NOT NULL");
    }

    /** A worker that is among the ids that a statement selects. */
    private Node worker(String state, String sql) throws InterruptedException {
      lookFor(READY, () -> cluster.isEveryWorkerListed() ? Optional.of(true) : Optional.empty());
      List<Node> workers = cluster.mortalWorkers();
      Node any = workers.get(random.nextInt(workers.size()));
      Optional<Node> busy =
          lookFor(
              BUSY,
              () -> {
                List<String> ids = cluster.jdbc().sql(sql).query(String.class).list();
                return Stream.concat(Stream.of(any), workers.stream())
                    .filter(worker -> ids.stream().anyMatch(worker::isCalled))
                    .findFirst();
              });
      Node worker = busy.orElse(any);
      note("it is %s, which is %s%s".formatted(worker, busy.isPresent() ? "" : "not ", state));
      return worker;
    }

    private static <T> Optional<T> lookFor(Duration patience, Supplier<Optional<T>> look)
        throws InterruptedException {
      long end = System.nanoTime() + patience.toNanos();
      Optional<T> found = look.get();
      while (found.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(LOOK_MILLIS);
        found = look.get();
      }
      return found;
    }

    /** Lets the fault last. */
    void last(Duration least, Duration most) throws InterruptedException {
      Thread.sleep(random.nextLong(least.toMillis(), most.toMillis()));
    }

    void note(String text) {
      log.note(text);
    }
  }
}
