package dev.trainyard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Three processes fire what is due in the same second. One of them is killed meanwhile, and the
 * others lose their connections.
 */
class ScheduleFailoverIT {
  private static final int SCHEDULES = 1_000;
  private static final int LATE = 100;
  private static final int PROCESSES = 3;

  private static final String DUE =
      """
      INSERT INTO schedules (id, name, cron, time_zone, request, next_run)
      SELECT uuid_v7(), 'schedule ' || n, '0 0 1 1 *', 'UTC',
          '{"strategy": "SUPPLY_SHOCK", "symbol": "BTC/USDT"}', TIMESTAMPTZ '2026-01-01T00:00:00Z'
      FROM generate_series(:first, :end - 1) AS n
      """;

  /** Ends the connections of the services, in whatever transaction they are. */
  private static final String CUT =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'trainyard'
      """;

  @TempDir private Path directory;
  private final TestServers.Database database = TestServers.shared().freshDatabase();
  private final String redis = TestServers.shared().freshRedisUrl();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @Test
  void eachOfAThousandSchedulesFiresOnceThoughAProcessIsKilledAndConnectionsAreLost()
      throws Exception {
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    List<JavaProcess> processes = new ArrayList<>();
    try {
      for (int n = 0; n < PROCESSES; n++) {
        processes.add(start());
      }
      for (JavaProcess process : processes) {
        await()
            .atMost(Patience.LIMIT)
            .until(() -> process.output().contains("Started TrainyardApplication"));
      }
      fireAndKill(processes);
      await().atMost(Patience.LIMIT).until(() -> count("next_run <= now()") == 0);
    } finally {
      processes.forEach(JavaProcess::close);
    }
    assertThat(runs()).isEqualTo(SCHEDULES);
    assertThat(
            number("SELECT count(DISTINCT schedule_id) FROM schedule_runs WHERE outcome = 'fired'"))
        .isEqualTo(SCHEDULES);
    assertThat(number("SELECT count(*) FROM training_jobs")).isEqualTo(SCHEDULES);
    assertThat(
            number(
                "SELECT count(DISTINCT j.id) FROM training_jobs j JOIN schedule_runs r ON r.job_id = j.id"
                    + " JOIN schedules s ON s.id = r.schedule_id AND s.last_job_id = j.id"))
        .isEqualTo(SCHEDULES);
    assertThat(count("next_run > now() AND problem IS NULL AND file IS NULL")).isEqualTo(SCHEDULES);
  }

  /** Some become visible only after the kill, so that something is left however fast they fire. */
  private void fireAndKill(List<JavaProcess> processes) throws SQLException, InterruptedException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      makeDue(
          JdbcClient.create(new SingleConnectionDataSource(connection, true)),
          SCHEDULES - LATE,
          SCHEDULES);
      makeDue(jdbc, 0, SCHEDULES - LATE);
      await().atMost(Patience.LIMIT).until(() -> runs() >= SCHEDULES / 10);

      processes.remove(0).kill();
      jdbc.sql(CUT).query((row, number) -> true).list();
      connection.commit();
    }
  }

  private static void makeDue(JdbcClient connection, int first, int end) {
    connection.sql(DUE).param("first", first).param("end", end).update();
  }

  private JavaProcess start() throws IOException {
    return JavaProcess.start(
        directory,
        List.of("-Xmx224m", "-XX:+UseSerialGC"),
        Map.of("DATABASE_URL", database.url(), "REDIS_URL", redis),
        TrainyardApplication.class,
        "--trainyard.role=api",
        "--server.port=0",
        "--logging.level.root=info");
  }

  private long runs() {
    return number("SELECT count(*) FROM schedule_runs");
  }

  private long count(String condition) {
    return number("SELECT count(*) FROM schedules WHERE " + condition);
  }

  private long number(String query) {
    return jdbc.sql(query).query(Long.class).single();
  }
}
