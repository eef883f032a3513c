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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.springframework.util.StringUtils;

/** Finds the place of a text in an entry, or in a route configuration that applies to it. */
final class SourceLocator {
  private final UnaryOperator<String> settings;

  /** The entry and the route configurations that apply to it; empty for a single text. */
  private final Function<FileEntry, Node> written;

  /** The place to report when nothing closer is found. */
  private final List<FileEntry> items;

  /** Returns the node of an entry; for a single text, the text. */
  private final LocatedName outermost;

  /** Where to look, the closest first: the steps at fault, the entry, everything that it uses. */
  private final List<List<LocatedName>> scopes = new ArrayList<>();

  private final Optional<Step> step;

  /**
   * A step as written.
   *
   * @param item the entry that contains it
   * @param tuple its key and value
   */
  private record Step(FileEntry item, NodeTuple tuple) {
    boolean isCalled(@Nullable String id) {
      return id != null && id.equals(YamlTree.text(tuple.getValueNode(), "id"));
    }
  }

  /**
   * @param settings resolves placeholders, since messages contain their values
   * @param steps the step at fault and the steps around it, innermost first; empty when no step is
   */
  SourceLocator(
      RouteModel model, FileEntry item, UnaryOperator<String> settings, List<NamedNode> steps) {
    this.settings = settings;
    this.written = model::entry;
    this.outermost = new LocatedName("", item.file(), model.entry(item));
    this.items =
        Stream.concat(Stream.of(item), model.configurations(item).stream()).distinct().toList();
    List<Step> found = steps.stream().map(this::find).flatMap(Optional::stream).toList();
    this.step = found.stream().findFirst();
    found.forEach(each -> scopes.add(scalars(each.item(), each.tuple().getValueNode())));
    scopes.add(items.stream().flatMap(each -> scalars(each, model.entry(each)).stream()).toList());
  }

  /** Looks within a single text. */
  SourceLocator(LocatedName text, UnaryOperator<String> settings) {
    this.settings = settings;
    this.written = item -> text.node();
    this.items = List.of();
    this.outermost = text;
    this.scopes.add(List.of(text));
    this.step = Optional.empty();
  }

  private static List<LocatedName> scalars(FileEntry item, Node node) {
    return new RouteWalk(item.file()).over(node).scalars();
  }

  /** Finds the step by its file and the line where its value begins, which Camel counts from 0. */
  private Optional<Step> find(NamedNode definition) {
    List<Step> found = new ArrayList<>();
    items.stream()
        .filter(each -> isIn(each, definition.getLocation()))
        .forEach(each -> collect(each, written.apply(each), definition, found));
    return found.stream()
        .filter(each -> each.isCalled(definition.getId()))
        .findFirst()
        .or(() -> found.stream().findFirst());
  }

  /** Camel names some steps after their class instead. */
  private static List<String> names(NamedNode definition) {
    String type = definition.getClass().getSimpleName().replaceFirst("Definition$", "");
    return List.of(definition.getShortName(), StringUtils.uncapitalize(type));
  }

  private static boolean isIn(FileEntry item, @Nullable String location) {
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
   * Returns the entry that contains the step at fault, or the whole; then the others that may
   * contain the cause.
   */
  List<FileEntry> items() {
    return Stream.concat(step.map(Step::item).stream(), items.stream()).distinct().toList();
  }

  /** Returns the value of a key of the step at fault; empty without one. */
  Optional<String> said(String key) {
    return step.flatMap(
        found -> Optional.ofNullable(YamlTree.text(found.tuple().getValueNode(), key)));
  }

  /** Returns all texts, keys too, the closest first. */
  List<String> texts() {
    return scopes.stream().flatMap(List::stream).map(LocatedName::name).toList();
  }

  /** Returns the longest text that the message repeats, from the closest scope with one. */
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

  /** Returns the text of an endpoint, with its options or without. */
  Optional<String> endpoint(String uri) {
    String endpoint = RouteWalk.endpoint(uri);
    return texts().stream()
        .filter(text -> RouteWalk.endpoint(settings.apply(text)).equals(endpoint))
        .findFirst();
  }

  /** Returns the name of the file. */
  String file() {
    return outermost.file();
  }

  /** Returns whether a problem is within the entry at fault. */
  boolean isWithin(FileProblem problem) {
    List<LocatedName> within =
        items().stream()
            .findFirst()
            .map(closest -> scalars(closest, written.apply(closest)))
            .orElse(scopes.get(0));
    return within.stream()
        .anyMatch(
            link ->
                link.file().equals(problem.file()) && link.problem("").line() == problem.line());
  }

  /** Returns whether a problem is within the step at fault, or within the entry without one. */
  boolean isClosest(FileProblem problem) {
    return scopes.get(0).stream().anyMatch(link -> link.problem(problem.message()).equals(problem));
  }

  /** Returns a problem at the step at fault; empty without one. */
  Optional<FileProblem> atStep(String message) {
    return step.map(
        found -> YamlTree.problem(found.item().file(), found.tuple().getKeyNode(), message));
  }

  /** Returns the name of the step at fault. */
  Optional<String> stepName() {
    return step.map(found -> YamlTree.text(found.tuple().getKeyNode()));
  }

  /**
   * Returns a problem at the text that equals, or else contains, another; otherwise at the step, or
   * at the entry.
   */
  FileProblem of(@Nullable String text, String message) {
    return at(text, message).or(() -> atStep(message)).orElseGet(() -> outermost.problem(message));
  }

  /** Returns a problem at the text that equals, or else contains, another; empty without one. */
  Optional<FileProblem> at(@Nullable String text, String message) {
    return find(text).map(link -> link.problem(message));
  }

  private Optional<LocatedName> find(@Nullable String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : scopes.stream().map(scope -> find(scope, text)).flatMap(Optional::stream).findFirst();
  }

  private Optional<LocatedName> find(List<LocatedName> scope, String text) {
    return first(scope, link -> link.name().equals(text))
        .or(() -> first(scope, link -> link.name().contains(text)))
        .or(() -> first(scope, link -> settings.apply(link.name()).contains(text)));
  }

  /** Returns the shortest match, the first of its length. */
  private static Optional<LocatedName> first(
      List<LocatedName> scope, Predicate<LocatedName> found) {
    return scope.stream().filter(found).min(Comparator.comparingInt(link -> link.name().length()));
  }
}
