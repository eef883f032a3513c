package dev.trainyard.sql;

import java.sql.DriverManager;

/**
 * The JDBC drivers of this process: that of PostgreSQL alone. By itself Java loads each driver on
 * the class path when the first connection is opened. That of Apache Ignite, which nobody uses,
 * then loads a part of Ignite, and fails in a JVM that does not open packages to it.
 */
public final class JdbcDrivers {
  private static final String POSTGRESQL = "org.postgresql.Driver";

  private JdbcDrivers() {}

  /** Registers the driver before anybody else looks for some. */
  public static void registerOnlyPostgresql() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = thread.getContextClassLoader();
    try {
      // Java looks for drivers once, by the loader of the thread that asks first
      thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
      DriverManager.getDrivers();
      Class.forName(POSTGRESQL, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the driver of PostgreSQL is missing", e);
    } finally {
      thread.setContextClassLoader(loader);
    }
  }
}
