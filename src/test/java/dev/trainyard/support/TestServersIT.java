package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class TestServersIT {

  private final TestServers servers = TestServers.shared();

  @Test
  void everyTestGetsAnEmptyDatabaseOfItsOwn() throws Exception {
    TestServers.Database first = servers.freshDatabase();
    TestServers.Database second = servers.freshDatabase();
    try (Connection connection = first.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE mine (id int)");
    }
    try (Connection connection = second.dataSource().getConnection();
        ResultSet tables = connection.getMetaData().getTables(null, "public", "%", null)) {
      assertThat(tables.next()).isFalse();
    }
  }

  @Test
  void everyTestGetsARedisIndexOfItsOwn() {
    LettuceConnectionFactory first = connect(servers.freshRedisUrl());
    LettuceConnectionFactory second = connect(servers.freshRedisUrl());
    try (RedisConnection one = first.getConnection();
        RedisConnection two = second.getConnection()) {
      one.serverCommands().flushDb();
      one.stringCommands().set("key".getBytes(UTF_8), "value".getBytes(UTF_8));
      assertThat(one.serverCommands().dbSize()).isEqualTo(1);
      assertThat(two.serverCommands().dbSize()).isZero();
    } finally {
      first.destroy();
      second.destroy();
    }
  }

  private static LettuceConnectionFactory connect(String url) {
    LettuceConnectionFactory factory =
        new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(url));
    factory.afterPropertiesSet();
    factory.start();
    return factory;
  }
}
