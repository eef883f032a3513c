package dev.trainyard.monitor;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.stereotype.Component;

/**
 * Reports the health of Redis, in place of Spring Boot's own indicator. Without Redis the service
 * is degraded but not down: nothing is refused or lost, and jobs start a little later.
 */
@Component("redisHealthIndicator")
class RedisHealthIndicator implements HealthIndicator {
  private static final Status DEGRADED =
      new Status("DEGRADED", "jobs are accepted and run, and start up to a second later");

  private final RedisProbe redis;

  RedisHealthIndicator(RedisProbe redis) {
    this.redis = redis;
  }

  @Override
  public Health health() {
    return redis
        .fault()
        .map(fault -> Health.status(DEGRADED).withDetail("error", fault).build())
        .orElseGet(() -> Health.up().build());
  }
}
