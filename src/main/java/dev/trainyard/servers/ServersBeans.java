package dev.trainyard.servers;

import dev.trainyard.process.ProcessShutdown;
import dev.trainyard.startup.HttpPort;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Provides Boot with the addresses of PostgreSQL and Redis.
 *
 * <p>Boot builds its connection pool, migrations and Redis client from the two connection details.
 * As those depend on the servers, the servers outlive everything that uses them.
 */
@Configuration(proxyBeanMethods = false)
class ServersBeans {

  @Bean
  ProcessRole role(Environment environment) {
    return ProcessRole.of(environment);
  }

  @Bean
  ServerSettings serverSettings(Environment environment) {
    return ServerSettings.from(environment);
  }

  @Bean
  EmbeddedServers embeddedServers(
      ServerSettings settings,
      ApplicationContext context,
      ObjectProvider<ServerProperties> http,
      ObjectProvider<ProcessShutdown> processEnd,
      Environment environment) {
    if (context instanceof WebServerApplicationContext) {
      http.ifAvailable(ServersBeans::requireFreePort);
    }
    boolean embedRedis =
        settings.redis().isEmpty() && !BootRedisProperties.isConfigured(environment);
    IncludedServers.here().require(settings.database().isEmpty(), embedRedis);
    settings.database().ifPresent(DatabaseCheck::verify);
    settings.redis().ifPresent(RedisCheck::verify);
    EmbeddedServers servers =
        new EmbeddedServers(() -> endWithoutDatabase(settings.dataDirectory()));
    processEnd.ifAvailable(end -> end.owns(servers));
    // When a signal arrives during a start that hangs, Spring ends without closing its beans; this
    // still runs then, and last
    SpringApplication.getShutdownHandlers().add(servers::close);
    servers.start(settings.dataDirectory(), settings.database().isEmpty(), embedRedis);
    return servers;
  }

  /** Runs the shutdown hooks: what does not need the database ends as in a normal stop. */
  private static void endWithoutDatabase(Path dataDirectory) {
    System.err.println(
        "Trainyard ends: its embedded PostgreSQL in %s has died. Start Trainyard again: accepted jobs continue."
            .formatted(dataDirectory.toAbsolutePath().normalize()));
    System.exit(StartupRefusedException.EX_UNAVAILABLE);
  }

  private static void requireFreePort(ServerProperties http) {
    if (http.getPort() != null) {
      HttpPort.requireFree(http.getAddress(), http.getPort());
    }
  }

  @Bean
  JdbcConnectionDetails jdbcConnectionDetails(ServerSettings settings, EmbeddedServers servers) {
    DatabaseAddress address =
        settings
            .database()
            .map(PoolerCheck::fit)
            .orElseGet(() -> PoolerCheck.direct(servers.database()));
    return new JdbcConnectionDetails() {
      @Override
      public String getJdbcUrl() {
        return address.jdbcUrl();
      }

      @Override
      public @Nullable String getUsername() {
        return address.username().isEmpty() ? null : address.username();
      }

      @Override
      public String getPassword() {
        return address.password();
      }
    };
  }

  @Bean
  @Conditional(BootRedisProperties.Absent.class)
  RedisConnectionDetails redisConnectionDetails(ServerSettings settings, EmbeddedServers servers) {
    return new ExternalRedisDetails(settings.redis().orElseGet(servers::redis));
  }
}
