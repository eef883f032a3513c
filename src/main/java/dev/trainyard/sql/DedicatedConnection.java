package dev.trainyard.sql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One connection that nothing else uses, and that gives up soon on a server that has vanished. A
 * heartbeat must not wait for others, and a claim that never returns would leave a worker idle for
 * ever. It is not a bean of type DataSource, since a health check would borrow it.
 */
public final class DedicatedConnection implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A longer heartbeat has used half of its lease; a claim takes milliseconds. */
  private static final String SOCKET_TIMEOUT_SECONDS = "5";

  private final HikariDataSource pool = new HikariDataSource();

  /**
   * Creates a connection to the same database.
   *
   * @param name its purpose, as an operator of PostgreSQL sees it
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
    // The database may be unreachable now; the first heartbeat connects
    pool.setInitializationFailTimeout(-1);
  }

  /** Returns a client for statements on this connection. */
  public JdbcClient jdbc() {
    return JdbcClient.create(new RetryingJdbcTemplate(pool, new VictimRetry()));
  }

  @Override
  public void close() {
    pool.close();
  }
}
