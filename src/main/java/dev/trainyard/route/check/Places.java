package dev.trainyard.route.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Finds where something is written that an entry says, or a route configuration that applies to it.
 */
final class Places {
  private final RouteItem item;
  private final List<RouteWalk> walks;
  private final UnaryOperator<String> settings;

  /**
   * @param settings resolves placeholders, since a message has what they stand for
   */
  Places(RouteModel model, RouteItem item, UnaryOperator<String> settings) {
    this.item = item;
    this.settings = settings;
    this.walks =
        Stream.concat(Stream.of(item), model.configurations(item).stream())
            .map(
                entry ->
                    new RouteWalk(entry.file())
                        .over(
                            YamlTree.entries(entry.file(), model.files().texts().get(entry.file()))
                                .get(entry.index())))
            .toList();
  }

  /** The step of which a key says something; the entry itself when there is none. */
  String stepOf(String key) {
    return walks.get(0).parentOf(key).orElse(item.kind().key());
  }

  /** All texts, keys too. */
  List<String> texts() {
    return scalars().map(Link::name).toList();
  }

  /** A problem at the text that is, or else that contains, another; at the entry without one. */
  RouteProblem of(String text, String message) {
    return find(text)
        .map(link -> link.problem(message))
        .orElseGet(() -> new RouteProblem(item.file(), item.line(), item.column(), message));
  }

  private Optional<Link> find(String text) {
    return text == null || text.isBlank()
        ? Optional.empty()
        : first(link -> link.name().equals(text))
            .or(() -> first(link -> link.name().contains(text)))
            .or(() -> first(link -> settings.apply(link.name()).contains(text)));
  }

  /** Of those the shortest; the first of its length. */
  private Optional<Link> first(Predicate<Link> found) {
    return scalars().filter(found).min(Comparator.comparingInt(link -> link.name().length()));
  }

  private Stream<Link> scalars() {
    return walks.stream().flatMap(walk -> walk.scalars().stream());
  }
}
