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
  /** Scheme of the endpoints that connect routes. */
  public static final String DIRECT = "direct:";

  /** The name of the step, and the scheme of an endpoint. */
  public static final String KAMELET = "kamelet";

  /** What a part of an entry describes. */
  private enum Place {
    STEP,
    OPTION,
    SOURCE
  }

  /** Steps whose target the message may determine. */
  private static final Set<String> DYNAMIC =
      Set.of("toD", "recipientList", "routingSlip", "dynamicRouter", "enrich", "pollEnrich");

  /** Steps whose content runs for some messages only, or not always. */
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

  /** Steps after which a message may not continue. */
  private static final Set<String> ENDING =
      Set.of("stop", "validate", "throwException", "rollback", "sample");

  /** Keys whose text is an endpoint. */
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

  /** Keys whose {@code uri} is a pattern for other endpoints. */
  private static final Set<String> PATTERNS = Set.of("interceptFrom", "interceptSendToEndpoint");

  /** Keys of options of something else: an {@code id} in them is not the id of a step. */
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

  /**
   * Creates a walk without names.
   *
   * @param file name of the file
   */
  public RouteWalk(String file) {
    this.file = file;
  }

  /** Returns the ids of steps and routes. */
  public List<LocatedName> ids() {
    return ids;
  }

  /** Returns the {@code direct:} endpoints to which something is sent. */
  public List<LocatedName> targets() {
    return targets;
  }

  /** Returns the targets to which every message is sent, unless an earlier step fails. */
  public List<LocatedName> certainTargets() {
    return certainTargets;
  }

  /** Returns every text, keys too. */
  public List<LocatedName> scalars() {
    return scalars;
  }

  /** Returns the steps and endpoints that are kamelets. */
  public List<LocatedName> kamelets() {
    return kamelets;
  }

  /** Returns whether a message determines where it goes, so that any target may be used. */
  public boolean isDynamic() {
    return dynamic;
  }

  /** Collects the names in a node, and returns this walk. */
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
    String key = String.valueOf(YamlTree.text(tuple.getKeyNode()));
    Node value = tuple.getValueNode();
    if (tuple.getKeyNode() instanceof ScalarNode) {
      scalars.add(new LocatedName(key, file, tuple.getKeyNode()));
    }
    boolean step = place == Place.STEP;
    dynamic |= step && DYNAMIC.contains(key) && !isEnrichedByOne(key, value);
    if (step && "id".equals(key) && value instanceof ScalarNode id) {
      ids.add(new LocatedName(id.getValue(), file, id));
    } else if ("from".equals(key)) {
      walk(key, value, Place.SOURCE);
    } else if ("steps".equals(key)) {
      walk(key, value, Place.STEP);
    } else if (PATTERNS.contains(parent) && "uri".equals(key)) {
      walk("", value, place);
    } else {
      boolean decides = step && DECIDING.contains(key);
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
      walk(key, value, step && OPTIONS.contains(key) ? Place.OPTION : place);
      deciding -= decides ? 1 : 0;
      mayHaveEnded |= step && ENDING.contains(key);
    }
  }

  /** Returns whether the endpoint is the same for every message. */
  private static boolean isEnrichedByOne(String key, Node value) {
    String uri = YamlTree.text(YamlTree.value(value, "constant"));
    return key.equals("enrich") && uri != null && !uri.contains("{{");
  }

  /** Reads {@code uri: direct} with its name as a parameter. */
  private void nameInParameters(MappingNode mapping) {
    Node uri = YamlTree.value(mapping, "uri");
    String name = YamlTree.text(YamlTree.value(mapping, "parameters"), "name");
    if (uri != null && "direct".equals(YamlTree.text(uri)) && name != null) {
      addTarget(DIRECT + name, uri);
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

  /** Returns the endpoint of a uri: without options, and with one colon. */
  public static String endpoint(String uri) {
    int options = uri.indexOf('?');
    String plain = options < 0 ? uri : uri.substring(0, options);
    return plain.replaceFirst(":/+", ":");
  }
}
