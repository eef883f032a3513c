package dev.trainyard.cluster;

import dev.trainyard.cluster.Members.LostException;
import dev.trainyard.cluster.Members.Member;
import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Slice;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;

/** The route through which slices leave this process. Without it jobs run in one process. */
record SliceRoute(CamelContext camel, ProducerTemplate template) {
  private static final String ID = "slice-out";
  private static final String URI = "direct:slice-out";

  boolean isOpen() {
    ServiceStatus status = camel.getRouteController().getRouteStatus(ID);
    return status != null && status.isStarted();
  }

  /**
   * Sends a slice to a member and waits for its answer.
   *
   * @throws LostException when there is no answer
   */
  Answer send(Member member, Slice slice) throws LostException, InterruptedException {
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
      throw new LostException("its route fails: " + failed.getMessage(), failed);
    }
    if (sent.getMessage().getBody() instanceof Answer answer) {
      return answer;
    }
    throw new LostException("the route %s ends without an answer".formatted(ID), null);
  }
}
