package dev.trainyard.monitor;

import dev.trainyard.forward.ConfigurationDecayed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts the configurations that this process has found decayed since its start. */
@Component
public class DecayCounter {
  private final Counter decayed;

  DecayCounter(MeterRegistry registry) {
    decayed =
        Counter.builder("trainyard.configurations.decayed")
            .description("Active configurations whose edge was found to have decayed")
            .register(registry);
  }

  @EventListener
  void decayed(ConfigurationDecayed configuration) {
    decayed.increment();
  }
}
