package dev.trainyard.route.check;

import dev.trainyard.files.RouteProblem;
import dev.trainyard.route.model.Link;
import dev.trainyard.route.model.RouteItem;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteWalk;
import dev.trainyard.route.model.YamlTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds where something is written that an entry says, or a route configuration that applies to it.
 */
final class Places {
  private final UnaryOperator<String> settings;
  private final String file;

  /** What is told of when nothing closer is found. */
  private final Link outermost;

  private final List<Link> own;

  /** Where to look, from the closest: the steps that are concerned, the entry, all that it uses. */
  private final List<List<Link>> scopes = new ArrayList<>();

  private final Optional<NodeTuple> step;

  /**
   * @param settings resolves placeholders, since a message has what they stand for
   * @param steps the step that is concerned and those that it is in, from the inside; none when no
   *     step is
   */
  Places(RouteModel model, RouteItem item, UnaryOperator<String> settings, List<NamedNode> steps) {
    this.settings = settings;
    this.file = item.file();
    Node entry = model.entry(item);
    this.outermost = new Link("", file, entry);
    this.own = scalars(item, entry);
    List<Optional<NodeTuple>> written =
        steps.stream().map(definition -> written(entry, definition)).toList();
    this.step = written.stream().flatMap(Optional::stream).findFirst();
    written.stream()
        .flatMap(Optional::stream)
        .forEach(tuple -> scopes.add(scalars(item, tuple.getValueNode())));
    scopes.add(
        Stream.concat(Stream.of(item), model.configurations(item).stream())
            .flatMap(each -> scalars(each, model.entry(each)).stream())
            .toList());
  }

  /** Finds it within a text alone. */
  Places(Link text, UnaryOperator<String> settings) {
    this.settings = settings;
    this.file = text.file();
    this.outermost = text;
    this.own = List.of(text);
    this.scopes.add(List.of(text));
    this.step = Optional.empty();
  }

  private static List<Link> scalars(RouteItem item, Node node) {
    return new RouteWalk(item.file()).over(node).scalars();
  }

  /** The key and value of a step: Camel knows in which line the value begins, counted from 0. */
  private static Optional<NodeTuple> written(Node entry, NamedNode definition) {
    List<NodeTuple> found = new ArrayList<>();
    collect(entry, definition.getShortName(), definition.getLineNumber(), found);
    return found.stream().findFirst();
  }

  private static void collect(Node node, String key, int line, List<NodeTuple> found) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> collect(item, key, line, found));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (YamlTree.problem("", tuple.getValueNode(), "").line() == line + 1
            && key.equals(YamlTree.text(tuple.getKeyNode()))) {
          found.add(tuple);
        }
        collect(tuple.getValueNode(), key, line, found);
      }
    }
  }

  /** What the step that is concerned says of a key; empty when it does not, or there is none. */
  Optional<String> said(String key) {
    return step.flatMap(found -> Optional.ofNullable(YamlTree.text(found.getValueNode(), key)));
  }

  /** All texts, keys too, the closest first. */
  List<String> texts() {
    return scopes.stream().flatMap(List::stream).map(Link::name).toList();
  }

  /** The longest text that a message repeats, of the closest that has one. */
  Optional<String> quoted(String message) {
    return scopes.stream()
        .flatMap(
            scope ->
                scope.stream()
                    .map(Link::name)
                    .filter(text -> text.length() > 3 && message.contains(text))
                    .max(Comparator.comparingInt(String::length))
                    .stream())
        .findFirst();
  }

  /** The text that is an endpoint, with its options or without. */
  Optional<String> endpoint(String uri) {
    String endpoint = RouteWalk.endpoint(uri);
    return texts().stream()
        .filter(text -> RouteWalk.endpoint(settings.apply(text)).equals(endpoint))
        .findFirst();
  }

  /** Name of the file. */
  String file() {
    return file;
  }

  /** Whether a problem is within the entry. */
  boolean isWithin(RouteProblem problem) {
    return problem.file().equals(file)
        && own.stream().anyMatch(link -> link.problem("").line() == problem.line());
  }

  /**
   * A problem at the text that is, or else that contains, another; at the step without one, or else
   * at the entry.
   */
  RouteProblem of(String text, String message) {
    return at(text, message)
        .or(() -> step.map(tuple -> YamlTree.problem(file, tuple.getKeyNode(), message)))
        .orElseGet(() -> outermost.problem(message));
  }

  /** A problem at the text that is, or else that contains, another; empty without one. */
  Optional<RouteProblem> at(String text, String message) {
    return find(text).map(link -> link.problem(message));
  }

  private Optional<Link> find(String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : scopes.stream().map(scope -> find(scope, text)).flatMap(Optional::stream).findFirst();
  }

  private Optional<Link> find(List<Link> scope, String text) {
    return first(scope, link -> link.name().equals(text))
        .or(() -> first(scope, link -> link.name().contains(text)))
        .or(() -> first(scope, link -> settings.apply(link.name()).contains(text)));
  }

  /** Of those the shortest; the first of its length. */
  private static Optional<Link> first(List<Link> scope, Predicate<Link> found) {
    return scope.stream().filter(found).min(Comparator.comparingInt(link -> link.name().length()));
  }
}
