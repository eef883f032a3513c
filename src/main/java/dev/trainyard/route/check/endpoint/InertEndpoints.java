package dev.trainyard.route.check.endpoint;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.text.NearestNames;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.util.URISupport;

/**
 * Replaces the endpoints that Camel has made by inert ones, after checking their options. Steps can
 * then be started without opening a port, a connection or a directory.
 */
public final class InertEndpoints implements EndpointStrategy {
  /** Schemes whose producers only look at beans. */
  private static final Set<String> HARMLESS = Set.of("bean", "class", "direct", "saga");

  private static final Pattern PORT =
      Pattern.compile("[\\w+.-]+:(//)?[^/?:]+:(?<port>\\d+)([/?].*)?", Pattern.DOTALL);

  private static final BigInteger LAST_PORT = BigInteger.valueOf(65535);

  private final AllowedNames vocabulary;
  private final EndpointNeeds needs;

  /**
   * @param vocabulary knows which components only send, or only receive
   * @param needs checks each endpoint that Camel has made
   */
  public InertEndpoints(AllowedNames vocabulary, EndpointNeeds needs) {
    this.vocabulary = vocabulary;
    this.needs = needs;
  }

  @Override
  public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
    needs.check(endpoint);
    String scheme = uri.replaceFirst(":.*", "");
    port(uri, scheme);
    values(uri, scheme);
    return HARMLESS.contains(scheme) ? endpoint : new Inert(uri, endpoint, scheme);
  }

  /** Checks ports: Camel would try to connect to an impossible port only with the first message. */
  private void port(String uri, String scheme) {
    Matcher port = PORT.matcher(uri);
    if (vocabulary.isFlagged(scheme, "remote")
        && port.matches()
        && new BigInteger(port.group("port")).compareTo(LAST_PORT) > 0) {
      throw new UnusableEndpointException(
          uri,
          port.group("port"),
          "there is no port %s; a port is a number from 1 to %s"
              .formatted(port.group("port"), LAST_PORT));
    }
  }

  /**
   * Checks options that take one of a few words; components read some of these only when they need
   * them.
   */
  private void values(String uri, String scheme) {
    String query = URISupport.extractQuery(uri);
    if (query == null) {
      return;
    }
    try {
      URISupport.parseQuery(query)
          .forEach((option, value) -> value(uri, scheme, option, String.valueOf(value)));
    } catch (URISyntaxException e) {
      throw new UnusableEndpointException(uri, query, RootCause.firstLine(e));
    }
  }

  private void value(String uri, String scheme, String option, String text) {
    Collection<String> allowed = vocabulary.values(scheme, option);
    if (allowed.isEmpty() || text.startsWith("#") || text.contains("${")) {
      return;
    }
    for (String word : text.split(",", -1)) {
      if (allowed.stream().noneMatch(value -> plain(value).equals(plain(word)))) {
        throw new UnusableEndpointException(
            uri,
            word,
            "'%s' is none of: %s%s"
                .formatted(
                    word, String.join(", ", allowed), NearestNames.suggestion(word, allowed)));
      }
    }
  }

  /** Removes what Camel ignores in the constants of an enumeration. */
  private static String plain(String word) {
    return word.strip().replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  /**
   * Checks that something can be sent to an endpoint.
   *
   * @throws UnusableEndpointException when messages only come from it
   */
  public static void requireProducer(AllowedNames vocabulary, String scheme, String uri) {
    if (vocabulary.isFlagged(scheme, "consumerOnly")) {
      throw new UnusableEndpointException(
          uri,
          scheme,
          "nothing can be sent to '%s:': it can only be used in 'from'".formatted(scheme));
    }
  }

  /**
   * Checks that messages can come from an endpoint.
   *
   * @throws UnusableEndpointException when they can only be sent to it
   */
  public static void requireConsumer(AllowedNames vocabulary, String scheme, String uri) {
    if (vocabulary.isFlagged(scheme, "producerOnly")) {
      throw new UnusableEndpointException(
          uri,
          scheme,
          "no message comes from '%s:': messages can only be sent to it".formatted(scheme));
    }
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
      requireProducer(vocabulary, scheme, getEndpointUri());
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {}
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      requireConsumer(vocabulary, scheme, getEndpointUri());
      return new DefaultConsumer(this, processor);
    }
  }
}
