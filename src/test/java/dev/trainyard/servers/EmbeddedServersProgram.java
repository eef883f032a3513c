package dev.trainyard.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** A service for tests to kill: it starts both servers, stores a row, reports it, and waits. */
final class EmbeddedServersProgram {

  static final String READY = "ready";

  private EmbeddedServersProgram() {}

  public static void main(String[] args) throws Exception {
    EmbeddedServers servers = new EmbeddedServers(() -> {});
    servers.start(Path.of(args[0]), true, true);
    DatabaseAddress database = servers.database();
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE survivors AS SELECT 42 AS answer");
      System.out.println(READY);
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
