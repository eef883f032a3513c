package dev.trainyard.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Provides connections for Flyway, which sets the session's search path to the schema that it
 * migrates. That schema comes first in the path anyway. Behind a pooler the setting would stay on a
 * server connection and reach the next client, so it is set for the statement only.
 */
final class MigrationDataSource extends DelegatingDataSource {
  private static final String FOR_THE_SESSION = "set_config('search_path', ?, false)";
  private static final String FOR_THE_STATEMENT = "set_config('search_path', ?, true)";

  MigrationDataSource(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof String sql) {
                arguments[0] = sql.replace(FOR_THE_SESSION, FOR_THE_STATEMENT);
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
