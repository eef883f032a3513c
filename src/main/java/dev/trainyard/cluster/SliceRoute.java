package dev.trainyard.cluster;

import dev.trainyard.cluster.Members.LostException;
import dev.trainyard.cluster.Members.Member;
import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Slice;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.jspecify.annotations.Nullable;

/** The route through which slices leave this process. Without it jobs run in one process. */
record SliceRoute(CamelContext camel, ProducerTemplate template) {
  private static final String ID = "slice-out";
  private static final String URI = "direct:slice-out";

  /** The route itself has failed, whoever was to answer. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  boolean isOpen() {
    ServiceStatus status = camel.getRouteController().getRouteStatus(ID);
    return status != null && status.isStarted();
  }

  /**
   * Sends a slice to a member and waits for its answer.
   *
   * @throws LostException when there is no answer
   * @throws BrokenException when the slice has not left, or no answer is left of what came back
   */
  Answer send(Member member, Slice slice)
      throws LostException, BrokenException, InterruptedException {
    Exchange sent =
        template.request(
            URI,
            exchange -> {
              exchange.getIn().setBody(slice);
              exchange.getIn().setHeader(TrialSlicesConstants.MEMBER, member.id());
              exchange.getIn().setHeader(TrialSlicesConstants.WORKER, member.worker());
              exchange.getIn().setHeader(TrialSlicesConstants.JOB_ID, slice.job());
              exchange.getIn().setHeader(TrialSlicesConstants.TRIALS, slice.coordinates().size());
            });
    Exception failed = sent.getException();
    if (failed instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (failed instanceof LostException lost) {
      throw lost;
    }
    if (failed != null) {
      throw new BrokenException(
          "the route %s fails: %s".formatted(ID, failed.getMessage()), failed);
    }
    if (sent.getMessage().getBody() instanceof Answer answer) {
      return answer;
    }
    throw new BrokenException("the route %s ends without an answer".formatted(ID), null);
  }
}
