package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.callback.CallbackStore;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.queue.QueueState;
import dev.trainyard.schedule.ScheduleStore;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class QueueFiguresIT {
  private static final QueueSettings SETTINGS =
      new QueueSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          100_000,
          new QueueSettings.HeadStart(Duration.ZERO, Duration.ZERO));

  private final ManualClock clock = new ManualClock();
  private SilentDataSource database;
  private QueueFigures figures;

  @BeforeEach
  void create() {
    database = new SilentDataSource(TestServers.shared().freshDatabase());
    Flyway.configure().dataSource(database.getTargetDataSource()).load().migrate();
    JdbcClient jdbc = JdbcClient.create(database);
    figures =
        new QueueFigures(
            new QueueQueries(jdbc, new QueueState(jdbc), SETTINGS, clock),
            new FailedJobQueries(jdbc),
            new CallbackStore(jdbc),
            new ScheduleStore(jdbc),
            clock);
  }

  @AfterEach
  void end() {
    database.answers.countDown();
    figures.stop();
  }

  @Test
  void allWhoLookWithinASecondShareOneReading() {
    database.answers.countDown();

    assertThat(figures.current()).isPresent();
    int asked = database.connections.get();
    assertThat(figures.current()).isPresent();
    assertThat(database.connections).hasValue(asked);

    clock.advance(Duration.ofSeconds(1));
    assertThat(figures.current()).isPresent();
    assertThat(database.connections).hasValueGreaterThan(asked);
  }

  @Test
  void aSilentDatabaseIsAskedOnceAndHoldsUpOnlyWhoLooksFirst() {
    assertThat(figures.current()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(figures.current()).isEmpty();
    assertThat(database.connections).hasValue(1);

    database.answers.countDown();

    Awaitility.await()
        .until(
            () -> {
              clock.advance(Duration.ofSeconds(1));
              return figures.current().isPresent();
            });
  }

  /** Gives no connection until its latch is open, as a host that has vanished. */
  private static final class SilentDataSource extends DelegatingDataSource {
    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger connections = new AtomicInteger();

    SilentDataSource(TestServers.Database database) {
      super(database.dataSource());
    }

    @Override
    public Connection getConnection() throws SQLException {
      connections.incrementAndGet();
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SQLException(e);
      }
      return super.getConnection();
    }
  }
}
