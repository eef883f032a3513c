package dev.trainyard.route.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Collects the names within an entry of a route file. */
public final class RouteWalk {
  /** Scheme of the endpoints that join routes. */
  public static final String DIRECT = "direct:";

  /** The step, and the scheme of an endpoint. */
  public static final String KAMELET = "kamelet";

  /** What a part of an entry is about. */
  private enum Place {
    STEP,
    OPTION,
    SOURCE
  }

  /** Steps whose target is told by the message. */
  private static final Set<String> DYNAMIC =
      Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

  /** What is below these happens to some messages, or not for ever. */
  private static final Set<String> DECIDING =
      Set.of(
          "aggregate",
          "choice",
          "circuitBreaker",
          "doCatch",
          "filter",
          "idempotentConsumer",
          "loadBalance",
          "loop",
          "pollEnrich",
          "onCompletion",
          "onException",
          "onFallback",
          "split");

  /** What comes after these may not come for every message. */
  private static final Set<String> ENDING =
      Set.of("stop", "validate", "throwException", "rollback", "sample");

  /** A text there is an endpoint. */
  private static final Set<String> ENDPOINTS =
      Set.of(
          "uri",
          "to",
          "toD",
          "wireTap",
          "poll",
          "deadLetterUri",
          "afterUri",
          "completion",
          "compensation");

  /** Whose {@code uri} is a pattern for endpoints of others. */
  private static final Set<String> PATTERNS = Set.of("interceptFrom", "interceptSendToEndpoint");

  /** Below these are the options of something else: an {@code id} there is no id of a step. */
  private static final Set<String> OPTIONS = Set.of("parameters", "properties", "constructors");

  private final String file;
  private final List<LocatedName> ids = new ArrayList<>();
  private final List<LocatedName> targets = new ArrayList<>();
  private final List<LocatedName> certainTargets = new ArrayList<>();
  private final List<LocatedName> scalars = new ArrayList<>();
  private final List<LocatedName> kamelets = new ArrayList<>();
  private boolean dynamic;
  private int deciding;
  private boolean mayHaveEnded;

  public RouteWalk(String file) {
    this.file = file;
  }

  /** Ids of steps and routes. */
  public List<LocatedName> ids() {
    return ids;
  }

  /** The {@code direct:} endpoints that something is sent to. */
  public List<LocatedName> targets() {
    return targets;
  }

  /** Those of the targets to which every message is sent, unless a step before fails. */
  public List<LocatedName> certainTargets() {
    return certainTargets;
  }

  /** Every text, keys too. */
  public List<LocatedName> scalars() {
    return scalars;
  }

  /** Steps and endpoints that are kamelets. */
  public List<LocatedName> kamelets() {
    return kamelets;
  }

  /** Whether a message says where it goes, so that any target may be used. */
  public boolean isDynamic() {
    return dynamic;
  }

  /** Collects the names in a node, and returns itself. */
  public RouteWalk over(Node node) {
    walk("", node, Place.STEP);
    return this;
  }

  private void walk(String key, Node node, Place place) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(key, item, place));
    } else if (node instanceof MappingNode mapping) {
      if (place != Place.SOURCE) {
        nameInParameters(mapping);
      }
      mapping.getValue().forEach(tuple -> walk(key, tuple, place));
    } else if (node instanceof ScalarNode scalar) {
      scalars.add(new LocatedName(scalar.getValue(), file, scalar));
      if (place == Place.STEP && ENDPOINTS.contains(key) && scalar.getValue().startsWith(DIRECT)) {
        addTarget(scalar.getValue(), scalar);
      }
      if (place != Place.OPTION && ENDPOINTS.contains(key) && isKamelet(scalar.getValue())) {
        kamelets.add(new LocatedName(scalar.getValue(), file, scalar));
      }
    }
  }

  private static boolean isKamelet(String uri) {
    return uri.equals(KAMELET) || uri.startsWith(KAMELET + ":");
  }

  private void walk(String parent, NodeTuple tuple, Place place) {
    String key = YamlTree.text(tuple.getKeyNode());
    Node value = tuple.getValueNode();
    if (key != null) {
      scalars.add(new LocatedName(key, file, tuple.getKeyNode()));
    }
    boolean step = place == Place.STEP;
    dynamic |= step && key != null && DYNAMIC.contains(key) && !isEnrichedByOne(key, value);
    if (step && "id".equals(key) && value instanceof ScalarNode id) {
      ids.add(new LocatedName(id.getValue(), file, id));
    } else if ("from".equals(key)) {
      walk(key, value, Place.SOURCE);
    } else if ("steps".equals(key)) {
      walk(key, value, Place.STEP);
    } else if (PATTERNS.contains(parent) && "uri".equals(key)) {
      walk("", value, place);
    } else {
      boolean decides = step && key != null && DECIDING.contains(key);
      deciding += decides ? 1 : 0;
      if (step && Recipients.isStep(key)) {
        List<LocatedName> recipients = Recipients.of(key, value, file);
        recipients.stream()
            .filter(link -> link.name().startsWith(DIRECT))
            .forEach(link -> addTarget(link.name(), link.node()));
        recipients.stream().filter(link -> isKamelet(link.name())).forEach(kamelets::add);
      } else if (step && KAMELET.equals(key)) {
        kamelets.add(new LocatedName(key, file, tuple.getKeyNode()));
      }
      walk(
          String.valueOf(key),
          value,
          step && key != null && OPTIONS.contains(key) ? Place.OPTION : place);
      deciding -= decides ? 1 : 0;
      mayHaveEnded |= step && key != null && ENDING.contains(key);
    }
  }

  /** A single endpoint, which is the same for every message. */
  private static boolean isEnrichedByOne(String key, Node value) {
    String uri = YamlTree.text(YamlTree.value(value, "constant"));
    return key.equals("enrich") && uri != null && !uri.contains("{{");
  }

  /** {@code uri: direct} with its name as a parameter. */
  private void nameInParameters(MappingNode mapping) {
    String uri = YamlTree.text(mapping, "uri");
    String name = YamlTree.text(YamlTree.value(mapping, "parameters"), "name");
    if ("direct".equals(uri) && name != null) {
      addTarget(DIRECT + name, YamlTree.value(mapping, "uri"));
    }
  }

  private void addTarget(String uri, Node node) {
    if (uri.contains("${") || uri.contains("{{")) {
      dynamic = true;
    } else {
      LocatedName target = new LocatedName(endpoint(uri), file, node);
      targets.add(target);
      if (deciding == 0 && !mayHaveEnded) {
        certainTargets.add(target);
      }
    }
  }

  /** The endpoint of a uri: without options, and with one colon. */
  public static String endpoint(String uri) {
    int options = uri.indexOf('?');
    String plain = options < 0 ? uri : uri.substring(0, options);
    return plain.replaceFirst(":/+", ":");
  }
}
