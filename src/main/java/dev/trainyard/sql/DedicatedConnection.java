package dev.trainyard.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One connection that nothing else uses, and that gives up soon on a server that has vanished: a
 * heartbeat must not wait for others, and a claim that never comes back would leave a worker idle
 * for ever. It is no bean of type DataSource, lest a health check borrow it.
 */
public final class DedicatedConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A heartbeat that takes longer has missed its lease's half; a claim takes milliseconds. */
  private static final String SOCKET_TIMEOUT_SECONDS = "5";

  private final HikariDataSource pool = new HikariDataSource();

  /**
   * A connection to the same database.
   *
   * @param name what it is for, as an operator of PostgreSQL sees it
   */
  public DedicatedConnection(DataSource dataSource, String name) throws SQLException {
    HikariDataSource main = dataSource.unwrap(HikariDataSource.class);
    pool.setPoolName(name);
    pool.setJdbcUrl(main.getJdbcUrl());
    pool.setUsername(main.getUsername());
    pool.setPassword(main.getPassword());
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(CONNECT.toMillis());
    pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    pool.addDataSourceProperty("ApplicationName", "trainyard-" + name);
    // The database may be away when this is made; the first heartbeat connects
    pool.setInitializationFailTimeout(-1);
  }

  /** Statements on this connection. */
  public JdbcClient jdbc() {
    return JdbcClient.create(new RetryingJdbcTemplate(pool, new VictimRetry()));
  }

  @Override
  public void close() {
    pool.close();
  }
}
