package dev.trainyard.startup;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Ends the process with status 0 as soon as it is ready, with {@code --trainyard.rehearsal=true}: a
 * start that shows whether this version runs here, before another one is stopped for it.
 */
@Component
@ConditionalOnProperty("trainyard.rehearsal")
class Rehearsal {

  @EventListener
  void end(ApplicationReadyEvent ready) {
    // The thread that has started the service must not wait for its end
    new Thread(
            () -> System.exit(SpringApplication.exit(ready.getApplicationContext())), "rehearsal")
        .start();
  }
}
