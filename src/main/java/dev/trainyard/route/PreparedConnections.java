package dev.trainyard.route;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.component.jdbc.ConnectionStrategy;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Provides the connections of the routes' {@code jdbc:} steps, which ask each statement for its
 * number of parameters before they set them.
 *
 * <p>PostgreSQL's driver sends the whole text for that and discards the statement that it had
 * prepared. Each execution would be parsed twice and planned anew, which takes longer than the
 * execution itself. The answer depends only on the text, so the server is asked once.
 */
@Component
class PreparedConnections implements ConnectionStrategy {
  /** The garbage collector removes the entries of routes that build their SQL dynamically. */
  private final Map<String, Integer> counts = new ConcurrentReferenceHashMap<>();

  @Override
  public Connection getConnection(DataSource dataSource) throws SQLException {
    Connection connection = dataSource.getConnection();
    return proxy(
        Connection.class,
        (proxy, method, arguments) -> {
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
                  && method.getName().equals("prepareStatement")
              ? counted(statement, (String) arguments[0])
              : result;
        });
  }

  @Override
  public boolean isConnectionTransactional(Connection connection, DataSource dataSource) {
    return false;
  }

  private PreparedStatement counted(PreparedStatement statement, String sql) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) ->
            method.getName().equals("getParameterMetaData")
                ? metaData(statement, sql)
                : call(statement, method, arguments));
  }

  private ParameterMetaData metaData(PreparedStatement statement, String sql) throws SQLException {
    Integer count = counts.get(sql);
    if (count == null) {
      ParameterMetaData asked = statement.getParameterMetaData();
      counts.put(sql, asked.getParameterCount());
      return asked;
    }
    return proxy(
        ParameterMetaData.class,
        (proxy, method, arguments) ->
            method.getName().equals("getParameterCount")
                ? count
                : call(statement.getParameterMetaData(), method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
