package dev.trainyard.job.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A process that vanishes after its first statement: the server does not notice, and waits for the
 * next statement.
 */
final class VanishingDataSource extends DelegatingDataSource implements AutoCloseable {
  private Connection connection;
  private boolean vanished;

  VanishingDataSource(DataSource target) {
    super(target);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (connection != null) {
      throw new SQLException("the process has vanished");
    }
    connection = super.getConnection();
    return vanishing(Connection.class, connection);
  }

  private <T> T vanishing(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (vanished) {
                throw new SQLException("the process has vanished");
              }
              try {
                Object result = method.invoke(target, arguments);
                vanished = method.getName().startsWith("execute");
                return result instanceof PreparedStatement statement
                    ? vanishing(PreparedStatement.class, statement)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Lets the server notice. */
  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
