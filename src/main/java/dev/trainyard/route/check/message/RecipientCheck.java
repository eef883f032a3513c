package dev.trainyard.route.check.message;

import dev.trainyard.route.check.endpoint.InertEndpoints;
import dev.trainyard.route.check.fault.CamelErrorTranslator;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.Recipients;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.util.Collection;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks endpoints that Camel makes only for a message. */
public final class RecipientCheck {
  /** Steps whose endpoint may depend on the message. */
  private static final Set<String> DYNAMIC = Set.of("toD", "wireTap", "poll");

  /** Steps that take a message from an endpoint; the others send one to it. */
  private static final Set<String> RECEIVING = Set.of("pollEnrich", "poll");

  private static final String BEGIN = "${";

  private final CamelContext camel;
  private final AllowedNames vocabulary;
  private final Settings settings;
  private final CamelErrorTranslator faults;
  private final Collection<FileProblem> problems;

  /**
   * @param faults translates Camel's errors about an endpoint
   * @param problems receives the errors
   */
  public RecipientCheck(
      CamelContext camel,
      AllowedNames vocabulary,
      Settings settings,
      CamelErrorTranslator faults,
      Collection<FileProblem> problems) {
    this.camel = camel;
    this.vocabulary = vocabulary;
    this.settings = settings;
    this.faults = faults;
    this.problems = problems;
  }

  /**
   * Checks a part of an entry.
   *
   * @param key the key whose value it is
   */
  public void check(String file, String key, Node node) {
    Node uri = node instanceof MappingNode ? YamlTree.value(node, "uri") : node;
    if (key.equals("to")) {
      if (uri instanceof ScalarNode text && text.getValue().contains(BEGIN)) {
        problems.add(
            YamlTree.problem(
                file,
                text,
                "'to' does not evaluate expressions: '%s' is taken literally; write 'toD' instead of 'to'"
                    .formatted(text.getValue())));
      }
    } else if (DYNAMIC.contains(key) && uri instanceof ScalarNode text) {
      Node parameters = YamlTree.value(node, "parameters");
      endpoint(key, new LocatedName(text.getValue(), file, text), parameters == null);
      options(file, text.getValue(), parameters);
    } else if (Recipients.isStep(key)
        && !"true".equals(YamlTree.text(node, "ignoreInvalidEndpoints"))) {
      Recipients.of(key, node, file).forEach(link -> endpoint(key, link, true));
    }
  }

  /**
   * @param whole whether the text contains all options of the endpoint
   */
  private void endpoint(String step, LocatedName link, boolean whole) {
    String uri = settings.resolve(link.name()).strip();
    String[] parts = uri.split("\\?", 2);
    String scheme = parts[0].replaceFirst(":.*", "");
    if (scheme.isEmpty() || scheme.contains(BEGIN) || scheme.contains("{{")) {
      return;
    }
    if (!vocabulary.components().contains(scheme) && !camel.getComponentNames().contains(scheme)) {
      problems.add(link.problem(vocabulary.noComponent(scheme)));
      return;
    }
    for (String option : parts.length > 1 ? parts[1].split("&", -1) : new String[0]) {
      option(link, scheme, option.replaceFirst("=.*", ""));
    }
    if (uri.contains(BEGIN) || uri.contains("{{") || !whole) {
      faults.attempt(link, () -> direction(step, scheme, uri));
    } else {
      faults.attempt(link, () -> make(step, link.name().strip()));
    }
  }

  /** Makes the endpoint as Camel would with the first message. */
  private void make(String step, String uri) throws Exception {
    Endpoint endpoint = camel.getEndpoint(uri);
    if (RECEIVING.contains(step)) {
      endpoint.createConsumer(message -> {});
    } else {
      endpoint.createProducer();
    }
  }

  private void direction(String step, String scheme, String uri) {
    if (RECEIVING.contains(step)) {
      InertEndpoints.requireConsumer(vocabulary, scheme, uri);
    } else {
      InertEndpoints.requireProducer(vocabulary, scheme, uri);
    }
  }

  private void options(String file, String uri, @Nullable Node parameters) {
    String scheme = settings.resolve(uri).replaceFirst("[:?].*", "");
    if (parameters instanceof MappingNode mapping && !scheme.contains(BEGIN)) {
      mapping
          .getValue()
          .forEach(
              tuple -> {
                String name = YamlTree.text(tuple.getKeyNode());
                if (name != null) {
                  option(new LocatedName(name, file, tuple.getKeyNode()), scheme, name);
                }
              });
    }
  }

  private void option(LocatedName link, String scheme, String name) {
    Collection<String> known = vocabulary.options(scheme);
    if (name.isEmpty()
        || name.contains(BEGIN)
        || name.contains("{{")
        || name.contains(".")
        || known.isEmpty()
        || known.contains(name)
        || vocabulary.isFlagged(scheme, "lenientProperties")) {
      return;
    }
    problems.add(
        link.problem(
            "%s has no option '%s'%s; allowed: %s"
                .formatted(
                    scheme, name, NearestNames.suggestion(name, known), String.join(", ", known))));
  }
}
