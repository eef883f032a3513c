package dev.trainyard.queue;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One connection that nothing but the heartbeat uses. It is no bean of type DataSource, lest a
 * health check borrow it.
 */
final class HeartbeatPool implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** A heartbeat that takes longer has missed its lease's half. */
  private static final String SOCKET_TIMEOUT_SECONDS = "5";

  private final HikariDataSource pool = new HikariDataSource();

  /** A connection to the same database. */
  HeartbeatPool(DataSource dataSource) throws SQLException {
    HikariDataSource main = dataSource.unwrap(HikariDataSource.class);
    pool.setPoolName("heartbeat");
    pool.setJdbcUrl(main.getJdbcUrl());
    pool.setUsername(main.getUsername());
    pool.setPassword(main.getPassword());
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(CONNECT.toMillis());
    pool.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    pool.addDataSourceProperty("ApplicationName", "trainyard-heartbeat");
    // The database may be away when this is made; the first heartbeat connects
    pool.setInitializationFailTimeout(-1);
  }

  JdbcClient jdbc() {
    return JdbcClient.create(pool);
  }

  @Override
  public void close() {
    pool.close();
  }
}
