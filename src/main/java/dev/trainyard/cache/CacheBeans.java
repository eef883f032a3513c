package dev.trainyard.cache;

import dev.trainyard.queue.redis.SameRedis;
import dev.trainyard.startup.StartupRefusedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Provides the cache and its connection. */
@Configuration(proxyBeanMethods = false)
class CacheBeans {
  /** A Redis that is away or slow costs one caller so long, and then rests. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private static final Duration LONGEST = Duration.ofDays(30);

  @Bean(defaultCandidate = false)
  @Qualifier("results")
  LettuceConnectionFactory resultConnectionFactory(LettuceConnectionFactory commands) {
    return SameRedis.connections(
        commands,
        LettuceClientConfiguration.builder().commandTimeout(PATIENCE),
        options ->
            options
                .mutate()
                .socketOptions(options.getSocketOptions().mutate().connectTimeout(PATIENCE).build())
                .build());
  }

  @Bean
  ResultCache resultCache(
      @Qualifier("results") LettuceConnectionFactory connections,
      @Value("${trainyard.retention.results}") Duration retention,
      CacheSettings settings,
      JdbcClient jdbc,
      MeterRegistry meters,
      Clock clock) {
    if (retention.isNegative() || retention.compareTo(LONGEST) > 0) {
      throw new StartupRefusedException(
          "trainyard.retention.results is %s; it must be 0 (no results are kept) to 30d."
              .formatted(retention));
    }
    return new ResultCache(
        retention.isZero()
            ? Optional.empty()
            : Optional.of(
                new RedisResults(
                    connections, new SealSecret(jdbc)::get, retention, settings, clock)),
        CodeIdentity.ofProcess(),
        meters);
  }
}
