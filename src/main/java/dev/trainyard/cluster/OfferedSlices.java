package dev.trainyard.cluster;

import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Outcome;
import dev.trainyard.job.TraceContext;
import io.opentelemetry.context.Scope;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Slices that others offer to this process, which go through the route that takes them. */
@Component
class OfferedSlices implements SliceTask.Server {
  private static final Logger LOG = LoggerFactory.getLogger(OfferedSlices.class);

  private final SliceServer server;
  private final SliceCodec codec;
  private final AtomicReference<@Nullable TrialSlicesConsumer> route = new AtomicReference<>();

  OfferedSlices(SliceServer server, SliceCodec codec) {
    this.server = server;
    this.codec = codec;
  }

  void open(TrialSlicesConsumer consumer) {
    route.set(consumer);
  }

  void close(TrialSlicesConsumer consumer) {
    route.compareAndSet(consumer, null);
  }

  int running() {
    return server.running();
  }

  Optional<UUID> helpedJob() {
    return server.helpedJob();
  }

  @Override
  public int threads() {
    return server.threads();
  }

  @Override
  public void forgetUnused() {
    server.forgetUnused();
  }

  @Override
  public byte[] answer(byte[] slice, @Nullable String trace) throws InterruptedException {
    return codec.encode(answered(slice, trace));
  }

  @SuppressWarnings("try")
  private Answer answered(byte[] slice, @Nullable String trace) throws InterruptedException {
    TrialSlicesConsumer consumer = route.get();
    if (consumer == null) {
      // A route that is being swapped is back in a moment
      return Answer.not(Outcome.BUSY, "no route takes slices");
    }
    try (Scope scope = TraceContext.of(trace).makeCurrent()) {
      return consumer.answer(codec.slice(slice));
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      if (route.get() != consumer) {
        return Answer.not(Outcome.BUSY, "the route is being swapped");
      }
      LOG.warn(
          "The route {} has failed, so this worker does not help: {}",
          consumer.getRouteId(),
          e.toString());
      return Answer.not(
          Outcome.BROKEN,
          "its route %s has failed: %s".formatted(consumer.getRouteId(), e.getMessage()));
    }
  }
}
