package dev.trainyard.trace;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.TraceContext;
import dev.trainyard.job.event.AttemptEnded;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.lifecycle.ClaimedJob;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Creates a span for each attempt of a job, in the trace of the request that submitted the job.
 * Names follow OpenTelemetry's semantic conventions for messaging where these exist.
 */
@Component
public class JobSpans {
  static final AttributeKey<String> JOB_ID = AttributeKey.stringKey("messaging.message.id");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("trainyard.job.outcome");

  private final Tracer tracer;

  JobSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /** Runs the work on a claimed job within its own span. */
  public void run(ClaimedJob job, Runnable work) {
    Context before = Context.current();
    Context submitted = TraceContext.of(job.traceContext());
    Span span =
        tracer
            .spanBuilder("process training")
            .setParent(submitted)
            .setSpanKind(SpanKind.CONSUMER)
            .setAttribute("messaging.system", "trainyard")
            .setAttribute("messaging.operation.type", "process")
            .setAttribute("messaging.destination.name", "training")
            .setAttribute(JOB_ID, job.id().toString())
            .setAttribute("trainyard.job.strategy", job.request().strategy())
            .setAttribute("trainyard.job.symbol", job.request().data().symbol())
            .setAttribute("trainyard.job.attempt", (long) job.attempt())
            .setAttribute("trainyard.job.waited_ms", job.waited().toMillis())
            // Default until an outcome is published: nobody publishes that another worker has the
            // lease
            .setAttribute(OUTCOME, AttemptOutcome.LOST.label())
            .startSpan();
    try {
      submitted.with(span).wrap(work).run();
    } catch (RuntimeException | Error e) {
      span.recordException(e).setStatus(StatusCode.ERROR);
      throw e;
    } finally {
      span.end();
      restore(before);
    }
  }

  /**
   * Restores the context: a route whose steps continue on other threads closes its span there,
   * which leaves the span current on this thread.
   */
  @SuppressWarnings("MustBeClosedChecker")
  private static void restore(Context before) {
    if (Context.current() != before) {
      before.makeCurrent();
    }
  }

  @EventListener
  void onAttemptEnded(AttemptEnded attempt) {
    // An attempt that failed for good is published as a dead letter
    AttemptOutcome outcome = attempt.outcome();
    Span.current()
        .setAttribute(OUTCOME, outcome == AttemptOutcome.FAILED ? "retried" : outcome.label());
  }

  @EventListener
  void onDeadLetter(DeadLetterWritten letter) {
    String message = letter.message() == null ? letter.kind() : letter.message();
    Span.current()
        .setAttribute(OUTCOME, AttemptOutcome.FAILED.label())
        .setStatus(StatusCode.ERROR, message);
  }
}
