package dev.trainyard.queue;

import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.queue.slot.SlotServices;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the attempt of the exchange: returns its job to the queue, where a header says whether it
 * will be tried again, or completes it.
 */
public class TrainingQueueProducer extends DefaultProducer {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingQueueProducer.class);

  private final TrainingQueueEndpoint endpoint;
  private final SlotServices services;

  TrainingQueueProducer(TrainingQueueEndpoint endpoint, SlotServices services) {
    super(endpoint);
    this.endpoint = endpoint;
    this.services = services;
  }

  @Override
  public void process(Exchange exchange) {
    Lease lease = exchange.getProperty(TrainingQueueConstants.LEASE, Lease.class);
    if (lease == null) {
      throw new IllegalStateException(
          "%s ends the attempt of an exchange from %s:training, but this exchange, from %s, has no job"
              .formatted(
                  endpoint.getEndpointUri(),
                  TrainingQueueConstants.SCHEME,
                  exchange.getFromRouteId()));
    }
    if (endpoint.getOperation() == QueueOperation.complete) {
      complete(exchange, lease);
      return;
    }
    Optional<SubmittedJob> again =
        endpoint.getOperation() == QueueOperation.release
            ? services.attempts().release(lease, Duration.ofMillis(endpoint.getInitialDelay()))
            : retry(exchange, lease);
    again.ifPresent(
        job -> {
          LOG.warn(
              "job {} goes back to the queue ({}), due again at {}: {}",
              job.id(),
              endpoint.getOperation(),
              job.runAt(),
              message(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
          services.hints().add(List.of(job));
        });
    exchange.getMessage().setHeader(TrainingQueueConstants.RETRIED, again.isPresent());
  }

  private void complete(Exchange exchange, Lease lease) {
    String configuration =
        exchange.getMessage().getHeader(TrainingQueueConstants.CONFIGURATION, String.class);
    if (configuration == null) {
      throw new IllegalStateException(
          "%s completes a job with the configuration in the header %s, but there is none"
              .formatted(endpoint.getEndpointUri(), TrainingQueueConstants.CONFIGURATION));
    }
    exchange
        .getMessage()
        .setHeader(
            TrainingQueueConstants.CONFIGURATION_ID,
            services.attempts().complete(lease, configuration).orElse(null));
  }

  private static String message(@Nullable Throwable caught) {
    return caught == null ? "by the route" : caught.toString();
  }

  private Optional<SubmittedJob> retry(Exchange exchange, Lease lease) {
    int attempt = exchange.getMessage().getHeader(TrainingQueueConstants.ATTEMPT, 1, Integer.class);
    Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    JobFailure failure =
        caught == null
            ? new JobFailure(FailureKind.TRANSIENT, "Retry", "released by the route", null, null)
            : JobFailure.of(FailureKind.TRANSIENT, caught, null);
    return services.attempts().retry(lease, failure, delay(attempt));
  }

  /**
   * Computes an exponential backoff with jitter over its upper half, so that jobs that failed
   * together come due at different times.
   */
  private Duration delay(int attempt) {
    double backoff =
        Math.min(
            (double) endpoint.getMaxDelay(),
            endpoint.getInitialDelay() * Math.pow(endpoint.getMultiplier(), attempt - 1));
    return Duration.ofMillis(
        Math.round(backoff / 2 + ThreadLocalRandom.current().nextDouble() * backoff / 2));
  }
}
