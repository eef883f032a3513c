package dev.trainyard.cluster;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Takes the slices that others offer through its route; the body at its end is the answer. */
public class TrialSlicesConsumer extends DefaultConsumer {
  private final OfferedSlices offered;

  TrialSlicesConsumer(TrialSlicesEndpoint endpoint, Processor processor, OfferedSlices offered) {
    super(endpoint, processor);
    this.offered = offered;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    offered.open(this);
  }

  @Override
  protected void doStop() throws Exception {
    offered.close(this);
    super.doStop();
  }

  @Override
  protected void doSuspend() throws Exception {
    offered.close(this);
    super.doSuspend();
  }

  @Override
  protected void doResume() throws Exception {
    super.doResume();
    offered.open(this);
  }

  /** Sends a slice through the route and returns its answer. */
  SliceCodec.Answer answer(SliceCodec.Slice slice) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(slice);
      exchange.getIn().setHeader(TrialSlicesConstants.JOB_ID, slice.job());
      exchange.getIn().setHeader(TrialSlicesConstants.TRIALS, slice.coordinates().size());
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      return exchange.getMessage().getMandatoryBody(SliceCodec.Answer.class);
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
