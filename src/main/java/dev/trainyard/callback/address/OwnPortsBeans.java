package dev.trainyard.callback.address;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Finds the ports of this process and of the servers that it is connected to. */
@Configuration(proxyBeanMethods = false)
class OwnPortsBeans {
  /** A callback to the service itself would act in the name of the service's machine. */
  private static final List<String> HTTP = List.of("server.port", "management.server.port");

  private static final Pattern AUTHORITY = Pattern.compile("^[a-z:]+//([^/?]*)");
  private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?=,|$)");

  @Bean
  OwnPorts ownPorts(
      JdbcConnectionDetails database, RedisConnectionDetails redis, Environment environment) {
    Set<Integer> ports = new HashSet<>(ports(database.getJdbcUrl()));
    for (String own : HTTP) {
      Integer port = environment.getProperty(own, Integer.class);
      if (port != null) {
        ports.add(port);
      }
    }
    if (redis.getStandalone() != null) {
      ports.add(redis.getStandalone().getPort());
    }
    if (redis.getSentinel() != null) {
      redis.getSentinel().getNodes().forEach(node -> ports.add(node.port()));
    }
    return new OwnPorts(ports);
  }

  private static Set<Integer> ports(String jdbcUrl) {
    Set<Integer> ports = new HashSet<>();
    Matcher authority = AUTHORITY.matcher(jdbcUrl);
    if (authority.find()) {
      Matcher port = PORT.matcher(authority.group(1));
      while (port.find()) {
        ports.add(Integer.valueOf(port.group(1)));
      }
    }
    return ports;
  }
}
