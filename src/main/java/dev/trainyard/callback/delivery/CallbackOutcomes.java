package dev.trainyard.callback.delivery;

import dev.trainyard.callback.CallbackAttempted;
import dev.trainyard.callback.CallbackAttempted.Outcome;
import dev.trainyard.callback.CallbackState;
import java.util.Optional;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Writes down what became of attempts, and tells listeners. */
@Component("callbackOutcomes")
public class CallbackOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackOutcomes.class);

  private final CallbackQueue queue;
  private final ApplicationEventPublisher publisher;

  CallbackOutcomes(CallbackQueue queue, ApplicationEventPublisher publisher) {
    this.queue = queue;
    this.publisher = publisher;
  }

  /**
   * Writes the outcome of an attempt; a second time, or after another process has taken over, it
   * writes nothing.
   *
   * @throws org.springframework.dao.DataAccessException when PostgreSQL does not take it; the
   *     attempt is then made again
   */
  public void settle(@Body Receipt receipt) {
    Optional<String> state = queue.settle(receipt);
    if (state.isEmpty()) {
      return;
    }
    DueCallback callback = receipt.callback();
    Outcome outcome = outcome(state.get());
    switch (outcome) {
      case DELIVERED ->
          LOG.info(
              "callback {} of job {} is delivered in attempt {}",
              callback.id(),
              callback.jobId(),
              callback.attempt());
      case FAILED ->
          LOG.info(
              "callback {} of job {} is tried again, attempt {} failed: {}",
              callback.id(),
              callback.jobId(),
              callback.attempt(),
              receipt.error());
      case DEAD ->
          LOG.warn(
              "callback {} of job {} is dead after attempt {}: {}",
              callback.id(),
              callback.jobId(),
              callback.attempt(),
              receipt.error());
    }
    publisher.publishEvent(new CallbackAttempted(callback.id(), outcome));
  }

  private static Outcome outcome(String state) {
    if (state.equals(CallbackState.DELIVERED.label())) {
      return Outcome.DELIVERED;
    }
    return state.equals(CallbackState.DEAD.label()) ? Outcome.DEAD : Outcome.FAILED;
  }
}
