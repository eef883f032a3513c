package dev.trainyard.route.check;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds where in an entry something is written. */
final class Places {
  private final RouteItem item;
  private final RouteWalk walk;

  Places(RouteFiles files, RouteItem item) {
    this.item = item;
    this.walk =
        new RouteWalk(item.file())
            .over(YamlTree.entries(item.file(), files.texts().get(item.file())).get(item.index()));
  }

  /** The step of which a key says something; the entry itself when there is none. */
  String stepOf(String key) {
    return walk.parentOf(key).orElse(item.kind().key());
  }

  /** All texts of the entry, keys too. */
  List<String> texts() {
    return walk.scalars().stream().map(Link::name).toList();
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
        : walk.scalars().stream()
            .filter(link -> link.name().contains(text))
            .min(Comparator.comparingInt(link -> link.name().length()));
  }
}
