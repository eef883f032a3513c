package dev.trainyard.bench.queue;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * CPU time of this process and of the sessions of PostgreSQL that it has: other processes on the
 * machine change it less than they change the time of the day.
 */
final class CpuTime {
  private static final String SESSIONS =
      "SELECT pid FROM pg_stat_activity WHERE backend_start < now() - interval '100 milliseconds'";

  private final JdbcClient jdbc;
  private double javaBefore;
  private double postgresBefore;

  CpuTime(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void begin() {
    javaBefore = millis(ProcessHandle.current());
    postgresBefore = postgres();
  }

  /** Milliseconds since {@link #begin}: Java and PostgreSQL. */
  double[] end() {
    return new double[] {millis(ProcessHandle.current()) - javaBefore, postgres() - postgresBefore};
  }

  private double postgres() {
    List<Long> sessions = jdbc.sql(SESSIONS).query(Long.class).list();
    return sessions.stream()
        .flatMap(pid -> ProcessHandle.of(pid).stream())
        .mapToDouble(CpuTime::millis)
        .sum();
  }

  private static double millis(ProcessHandle process) {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) / 1e6;
  }
}
