package dev.trainyard.route.check.fault;

import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteWalk;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
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
import org.springframework.util.StringUtils;

/**
 * Finds where something is written that an entry says, or a route configuration that applies to it.
 */
final class SourceLocator {
  private final UnaryOperator<String> settings;
  private final RouteModel model;

  /** The entry, and the route configurations that apply to it; none when a text is all. */
  private final List<FileEntry> items;

  /** What is told of when nothing closer is found. */
  private final LocatedName outermost;

  /** Where to look, from the closest: the steps that are concerned, the entry, all that it uses. */
  private final List<List<LocatedName>> scopes = new ArrayList<>();

  private final Optional<Step> step;

  /**
   * A step as it is written.
   *
   * @param item the entry that has it
   * @param tuple its key and value
   */
  private record Step(FileEntry item, NodeTuple tuple) {
    boolean isCalled(String id) {
      return id != null && id.equals(YamlTree.text(tuple.getValueNode(), "id"));
    }
  }

  /**
   * @param settings resolves placeholders, since a message has what they stand for
   * @param steps the step that is concerned and those that it is in, from the inside; none when no
   *     step is
   */
  SourceLocator(
      RouteModel model, FileEntry item, UnaryOperator<String> settings, List<NamedNode> steps) {
    this.settings = settings;
    this.model = model;
    this.outermost = new LocatedName("", item.file(), model.entry(item));
    this.items =
        Stream.concat(Stream.of(item), model.configurations(item).stream()).distinct().toList();
    List<Step> written = steps.stream().map(this::written).flatMap(Optional::stream).toList();
    this.step = written.stream().findFirst();
    written.forEach(each -> scopes.add(scalars(each.item(), each.tuple().getValueNode())));
    scopes.add(items.stream().flatMap(each -> scalars(each, model.entry(each)).stream()).toList());
  }

  /** Finds it within a text alone. */
  SourceLocator(LocatedName text, UnaryOperator<String> settings) {
    this.settings = settings;
    this.model = null;
    this.items = List.of();
    this.outermost = text;
    this.scopes.add(List.of(text));
    this.step = Optional.empty();
  }

  private static List<LocatedName> scalars(FileEntry item, Node node) {
    return new RouteWalk(item.file()).over(node).scalars();
  }

  /** Camel knows the file of a step and in which line its value begins, counted from 0. */
  private Optional<Step> written(NamedNode definition) {
    List<Step> found = new ArrayList<>();
    items.stream()
        .filter(each -> isIn(each, definition.getLocation()))
        .forEach(each -> collect(each, model.entry(each), definition, found));
    return found.stream()
        .filter(each -> each.isCalled(definition.getId()))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Of some steps Camel's own name is that of the class from which theirs comes. */
  private static List<String> names(NamedNode definition) {
    String type = definition.getClass().getSimpleName().replaceFirst("Definition$", "");
    return List.of(definition.getShortName(), StringUtils.uncapitalize(type));
  }

  private static boolean isIn(FileEntry item, String location) {
    return location == null || location.endsWith(item.file());
  }

  private static void collect(FileEntry item, Node node, NamedNode definition, List<Step> found) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(each -> collect(item, each, definition, found));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (YamlTree.problem("", tuple.getValueNode(), "").line() == definition.getLineNumber() + 1
            && names(definition).contains(YamlTree.text(tuple.getKeyNode()))) {
          found.add(new Step(item, tuple));
        }
        collect(item, tuple.getValueNode(), definition, found);
      }
    }
  }

  /**
   * The entry that has the step that is concerned, or the whole; then the others in which the cause
   * may be.
   */
  List<FileEntry> items() {
    return Stream.concat(step.map(Step::item).stream(), items.stream()).distinct().toList();
  }

  /** What the step that is concerned says of a key; empty when it does not, or there is none. */
  Optional<String> said(String key) {
    return step.flatMap(
        found -> Optional.ofNullable(YamlTree.text(found.tuple().getValueNode(), key)));
  }

  /** All texts, keys too, the closest first. */
  List<String> texts() {
    return scopes.stream().flatMap(List::stream).map(LocatedName::name).toList();
  }

  /** The longest text that a message repeats, of the closest that has one. */
  Optional<String> quoted(String message) {
    return scopes.stream()
        .flatMap(
            scope ->
                scope.stream()
                    .map(LocatedName::name)
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
    return outermost.file();
  }

  /** Whether a problem is within the entry that is concerned most. */
  boolean isWithin(FileProblem problem) {
    List<LocatedName> within =
        items().stream()
            .findFirst()
            .map(closest -> scalars(closest, model.entry(closest)))
            .orElse(scopes.get(0));
    return within.stream()
        .anyMatch(
            link ->
                link.file().equals(problem.file()) && link.problem("").line() == problem.line());
  }

  /** Whether a problem is within the step that is concerned, or within the entry without one. */
  boolean isClosest(FileProblem problem) {
    return scopes.get(0).stream().anyMatch(link -> link.problem(problem.message()).equals(problem));
  }

  /** A problem at the step that is concerned; empty without one. */
  Optional<FileProblem> atStep(String message) {
    return step.map(
        found -> YamlTree.problem(found.item().file(), found.tuple().getKeyNode(), message));
  }

  /** The word of the step that is concerned. */
  Optional<String> stepName() {
    return step.map(found -> YamlTree.text(found.tuple().getKeyNode()));
  }

  /**
   * A problem at the text that is, or else that contains, another; at the step without one, or else
   * at the entry.
   */
  FileProblem of(String text, String message) {
    return at(text, message).or(() -> atStep(message)).orElseGet(() -> outermost.problem(message));
  }

  /** A problem at the text that is, or else that contains, another; empty without one. */
  Optional<FileProblem> at(String text, String message) {
    return find(text).map(link -> link.problem(message));
  }

  private Optional<LocatedName> find(String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : scopes.stream().map(scope -> find(scope, text)).flatMap(Optional::stream).findFirst();
  }

  private Optional<LocatedName> find(List<LocatedName> scope, String text) {
    return first(scope, link -> link.name().equals(text))
        .or(() -> first(scope, link -> link.name().contains(text)))
        .or(() -> first(scope, link -> settings.apply(link.name()).contains(text)));
  }

  /** Of those the shortest; the first of its length. */
  private static Optional<LocatedName> first(
      List<LocatedName> scope, Predicate<LocatedName> found) {
    return scope.stream().filter(found).min(Comparator.comparingInt(link -> link.name().length()));
  }
}
