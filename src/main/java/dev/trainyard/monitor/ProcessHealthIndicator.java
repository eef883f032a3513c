package dev.trainyard.monitor;

import dev.trainyard.job.worker.WorkerIdentity;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells which version of the service answers; it is up as long as it does. */
@Component("process")
class ProcessHealthIndicator implements HealthIndicator {
  private final WorkerIdentity process;

  ProcessHealthIndicator(WorkerIdentity process) {
    this.process = process;
  }

  @Override
  public Health health() {
    return Health.up().withDetail("version", process.version()).build();
  }
}
