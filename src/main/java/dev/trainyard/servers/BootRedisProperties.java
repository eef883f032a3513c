package dev.trainyard.servers;

import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Detects a Redis that is configured through Boot's own {@code spring.data.redis.*}, such as a
 * Sentinel or Cluster that one URL cannot name.
 */
class BootRedisProperties {

  private BootRedisProperties() {}

  static boolean isConfigured(Environment environment) {
    Binder binder = Binder.get(environment);
    return Stream.of("url", "host", "sentinel.master")
            .anyMatch(
                name ->
                    binder.bind("spring.data.redis." + name, Bindable.of(String.class)).isBound())
        // Written as a list or in one line
        || binder.bind("spring.data.redis.cluster.nodes", Bindable.listOf(String.class)).isBound();
  }

  /** Matches unless Boot's own settings name a Redis. */
  static class Absent implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !isConfigured(context.getEnvironment());
    }
  }
}
