package dev.trainyard.callback.delivery;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.process.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sends the callbacks that are due through the route {@code callback}, many at once on threads of
 * its own. It takes no more than it can send at once, and few for one receiver, so that a slow
 * receiver holds up no other.
 */
@Component("callbackSender")
public class CallbackSender {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackSender.class);
  private static final String ROUTE = "direct:callback";
  private static final int IDLE_SECONDS = 30;
  private static final int STOP_SECONDS = 2;

  private final CallbackQueue queue;
  private final CallbackOutcomes outcomes;
  private final CallbackSettings settings;
  private final ProducerTemplate routes;
  private final ThreadPoolExecutor threads;

  /** Calls under way by receiver; guarded by this. */
  private final Map<String, Integer> busy = new HashMap<>();

  /** Guarded by this. */
  private int calls;

  /** Whether the last look found callbacks, so that there may be more; guarded by this. */
  private boolean more;

  /** Whether PostgreSQL did not answer the last look; guarded by this. */
  private boolean away;

  private volatile boolean stopping;

  CallbackSender(
      CallbackQueue queue,
      CallbackOutcomes outcomes,
      CallbackSettings settings,
      ProducerTemplate routes) {
    this.queue = queue;
    this.outcomes = outcomes;
    this.settings = settings;
    this.routes = routes;
    this.threads =
        new ThreadPoolExecutor(
            settings.concurrency(),
            settings.concurrency(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.factory("trainyard-callback"));
    this.threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Begins to send what is due, as far as threads are free, and returns at once. Does nothing in a
   * process that cannot sign.
   */
  public synchronized void sendDue() {
    if (stopping || !settings.isActive() || calls >= settings.concurrency()) {
      return;
    }
    try {
      List<DueCallback> due = queue.claim(settings.concurrency() - calls, busy);
      more = !due.isEmpty();
      away = false;
      due.forEach(this::begin);
    } catch (DataAccessException | TransactionException e) {
      more = false;
      if (!away) {
        LOG.warn("no callback is sent while PostgreSQL is unavailable: {}", e.getMessage());
      }
      away = true;
    }
  }

  private void begin(DueCallback callback) {
    calls++;
    busy.merge(callback.receiver(), 1, Integer::sum);
    threads.execute(
        () -> {
          try {
            send(callback);
          } finally {
            free(callback);
          }
        });
  }

  private void send(DueCallback callback) {
    try {
      routes.sendBody(ROUTE, callback);
      end(callback, "the route callback ended without an outcome");
    } catch (CamelExecutionException e) {
      LOG.debug("the route of callback {} failed", callback.id(), e);
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof DirectConsumerNotAvailableException
          || cause instanceof RejectedExecutionException) {
        // The route is stopped, or was in the middle of it by an edit
        giveBack(callback);
      } else {
        end(callback, String.valueOf(cause.getMessage()));
      }
    } catch (RuntimeException e) {
      // Camel is stopping
      LOG.debug("callback {} cannot be sent", callback.id(), e);
      giveBack(callback);
    }
  }

  private void giveBack(DueCallback callback) {
    try {
      queue.release(callback);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug(
          "callback {} is not given back; it is sent when its lease is over", callback.id(), e);
    }
  }

  /** Writes nothing when the route has written an outcome. */
  private void end(DueCallback callback, String error) {
    try {
      outcomes.settle(Receipt.failed(callback, error));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("the outcome of callback {} is not written; it is sent again", callback.id(), e);
    }
  }

  private void free(DueCallback callback) {
    synchronized (this) {
      calls--;
      busy.computeIfPresent(
          callback.receiver(), (receiver, count) -> count == 1 ? null : Integer.valueOf(count - 1));
      if (more && !routes.getCamelContext().isStopping()) {
        sendDue();
      }
    }
  }

  /** Takes nothing more, and lets calls end for a moment; what is cut off is sent again. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopping = true;
    threads.shutdown();
    if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }
}
