package dev.trainyard.route.check;

import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Puts endpoints that connect nothing in the place of those that Camel has made, with their options
 * looked at: steps can then be started without a port, a connection or a directory coming of it.
 */
final class InertEndpoints implements EndpointStrategy {
  /** Those whose producers only look at beans. */
  private static final Set<String> HARMLESS = Set.of("bean", "class", "direct", "saga");

  private final Vocabulary vocabulary;
  private final EndpointNeeds needs;

  /**
   * @param vocabulary knows which components only send, or only receive
   * @param needs looks at each endpoint that Camel has made
   */
  InertEndpoints(Vocabulary vocabulary, EndpointNeeds needs) {
    this.vocabulary = vocabulary;
    this.needs = needs;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    needs.check(endpoint);
    String scheme = uri.replaceFirst(":.*", "");
    return HARMLESS.contains(scheme) ? endpoint : new Inert(uri, endpoint, scheme);
  }

  private final class Inert extends DefaultEndpoint {
    private final String scheme;

    private Inert(String uri, Endpoint endpoint, String scheme) {
      super(uri, null);
      setCamelContext(endpoint.getCamelContext());
      this.scheme = scheme;
    }

    @Override
    public Producer createProducer() {
      if (vocabulary.isFlagged(scheme, "consumerOnly")) {
        throw new IllegalArgumentException(
            "nothing can be sent to '%s:': it only stands in 'from'".formatted(scheme));
      }
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {}
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      if (vocabulary.isFlagged(scheme, "producerOnly")) {
        throw new IllegalArgumentException(
            "no route can be from '%s:': messages can only be sent to it".formatted(scheme));
      }
      return new DefaultConsumer(this, processor);
    }
  }
}
