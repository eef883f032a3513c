package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.sql.DatabaseOutage;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.JdbcTemplate;
import redis.clients.jedis.Jedis;

class ServersBeansIT {

  @TempDir Path directory;

  @Test
  void withoutSettingsBootConnectsToServersThatOutliveTheirUsers() throws Exception {
    Path data = TestDataDirectory.create(directory);
    List<String> atTheEnd = new ArrayList<>();
    try (ConfigurableApplicationContext context = run("--trainyard.data-dir=" + data)) {
      context.getBean(StringRedisTemplate.class).opsForValue().set("key", "kept");
      context.getBean(LastWords.class).sink = atTheEnd;
      assertThat(TestDataDirectory.servers(data)).hasSize(2);
    }
    assertThat(atTheEnd).containsExactly("17", "kept");
    assertThat(TestDataDirectory.servers(data)).isEmpty();
    PrivateFiles.delete(data);
  }

  @Test
  void externalServersAreUsedWithTheirDatabaseIndexAndNothingIsStarted() {
    TestServers.Database database = TestServers.shared().freshDatabase();
    String redisUrl = TestServers.shared().freshRedisUrl();
    Path unused = directory.resolve("unused");
    try (ConfigurableApplicationContext context =
        run(
            "--trainyard.data-dir=" + unused,
            "--DATABASE_URL=" + database.url(),
            "--REDIS_URL=" + redisUrl)) {
      assertThat(
              context
                  .getBean(JdbcTemplate.class)
                  .queryForObject("SELECT current_database()", String.class))
          .isEqualTo(DatabaseAddress.parse("url", database.url()).location().split("/", -1)[1]);
      StringRedisTemplate redis = context.getBean(StringRedisTemplate.class);
      redis.opsForValue().set("key", "value");
      Properties keyspace =
          redis.execute(
              (RedisCallback<Properties>)
                  connection -> connection.serverCommands().info("keyspace"));
      assertThat(keyspace).containsKey("db" + RedisAddress.parse("url", redisUrl).database());
    }
    assertThat(unused).doesNotExist();
  }

  /** A suspended process keeps its connections, and would keep its locks for as long. */
  @Test
  void theLocksOfAProcessThatStandsStillInATransactionAreGivenFree() throws Exception {
    try (ConfigurableApplicationContext context =
        run(
            "--DATABASE_URL=" + TestServers.shared().freshDatabase().url(),
            "--REDIS_URL=" + TestServers.shared().freshRedisUrl())) {
      JdbcTemplate others = context.getBean(JdbcTemplate.class);
      try (Connection still = context.getBean(DataSource.class).getConnection();
          Statement statement = still.createStatement()) {
        still.setAutoCommit(false);
        statement.execute("SELECT pg_advisory_xact_lock(1)");

        await()
            .atMost(Patience.LIMIT)
            .until(
                () -> others.queryForObject("SELECT pg_try_advisory_xact_lock(1)", Boolean.class));

        assertThatThrownBy(() -> statement.execute("SELECT 1")).matches(DatabaseOutage::isAbsence);
      }
    }
  }

  private static ConfigurableApplicationContext run(String... arguments) {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .run(arguments);
  }

  @Configuration(proxyBeanMethods = false)
  @Import(ServersBeans.class)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    RedisAutoConfiguration.class
  })
  static class Application {

    @Bean
    LastWords lastWords(JdbcTemplate jdbc, RedisConnectionDetails redis) {
      return new LastWords(jdbc, redis);
    }
  }

  /** Uses both servers after the life cycle has ended, while beans are destroyed. */
  static class LastWords implements DisposableBean {

    private final JdbcTemplate jdbc;
    private final RedisConnectionDetails redis;
    private List<String> sink = new ArrayList<>();

    LastWords(JdbcTemplate jdbc, RedisConnectionDetails redis) {
      this.jdbc = jdbc;
      this.redis = redis;
    }

    @Override
    public void destroy() {
      sink.add(jdbc.queryForObject("SHOW server_version", String.class).substring(0, 2));
      int port = redis.getStandalone().getPort();
      try (Jedis jedis = new Jedis("127.0.0.1", port)) {
        jedis.auth(redis.getPassword());
        sink.add(jedis.get("key"));
      }
    }
  }
}
