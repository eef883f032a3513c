package dev.trainyard.cluster;

import dev.trainyard.job.TraceContext;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.springframework.beans.factory.ObjectProvider;

/** Sends the slice in the body to the member that a header names; its answer is the new body. */
public class TrialSlicesProducer extends DefaultProducer {
  private final ObjectProvider<Members> others;
  private final SliceCodec codec;

  TrialSlicesProducer(
      TrialSlicesEndpoint endpoint, ObjectProvider<Members> others, SliceCodec codec) {
    super(endpoint);
    this.others = others;
    this.codec = codec;
  }

  @Override
  public void process(Exchange exchange) throws Exception {
    Members members = others.getIfAvailable();
    if (members == null) {
      throw new Members.LostException("trainyard.cluster.enabled is false", null);
    }
    Message message = exchange.getMessage();
    UUID member = message.getHeader(TrialSlicesConstants.MEMBER, UUID.class);
    if (member == null) {
      throw new IllegalArgumentException(
          "a slice without the header " + TrialSlicesConstants.MEMBER);
    }
    byte[] slice = codec.encode(message.getMandatoryBody(SliceCodec.Slice.class));
    message.setBody(codec.answer(members.ask(member, slice, TraceContext.current())));
  }
}
