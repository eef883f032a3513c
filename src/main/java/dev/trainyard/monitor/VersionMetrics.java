package dev.trainyard.monitor;

import dev.trainyard.job.worker.WorkerIdentity;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Registers a gauge that is always 1, whose label is the version of this process. */
@Component
class VersionMetrics {

  VersionMetrics(MeterRegistry registry, WorkerIdentity process) {
    Gauge.builder("trainyard.process.info", () -> 1)
        .tag("version", process.version())
        .description("Version of the service that this process is")
        .register(registry);
  }
}
