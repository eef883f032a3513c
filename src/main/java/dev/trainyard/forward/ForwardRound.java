package dev.trainyard.forward;

import dev.trainyard.sql.DatabaseOutage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Looks at the active configurations that are due. Every process does; each takes those that no
 * other has taken.
 */
@Component("forwardRound")
public class ForwardRound {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardRound.class);
  private static final int AT_ONCE = 50;

  /** After it others may look at what a process has taken, which is dead or very slow then. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final ForwardStore store;
  private final ForwardLook look;
  private final ForwardSettings settings;
  private final ApplicationEventPublisher publisher;
  private boolean away;

  ForwardRound(
      ForwardStore store,
      ForwardLook look,
      ForwardSettings settings,
      ApplicationEventPublisher publisher) {
    this.store = store;
    this.look = look;
    this.settings = settings;
    this.publisher = publisher;
  }

  /** Looks at all that is due; while PostgreSQL is away it does nothing, and says so once. */
  public synchronized void run() {
    try {
      List<ForwardTask> tasks = store.claim(AT_ONCE, LEASE);
      while (!tasks.isEmpty() && !Thread.currentThread().isInterrupted()) {
        tasks.forEach(this::look);
        tasks = store.claim(AT_ONCE, LEASE);
      }
      away = false;
    } catch (RuntimeException e) {
      if (!DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      if (!away) {
        LOG.warn(
            "no configuration is followed while PostgreSQL is unavailable: {}", e.getMessage());
      }
      away = true;
    }
  }

  private void look(ForwardTask task) {
    try {
      Optional<Looked> looked = look.look(task);
      if (looked.isPresent() && store.store(task.configId(), looked.get(), settings.every())) {
        String reason = looked.get().decay().orElseThrow();
        LOG.warn("configuration {} has decayed. {}", task.configId(), reason);
        publisher.publishEvent(new ConfigurationDecayed(task.configId(), reason));
      }
    } catch (RuntimeException e) {
      if (DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      // One that cannot be judged must not keep the others from being judged
      LOG.error("configuration {} cannot be followed", task.configId(), e);
      store.putOff(
          task.configId(),
          "it failed unexpectedly: " + e + "; the log tells why",
          settings.every());
    }
  }
}
