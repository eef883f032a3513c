package dev.trainyard.route.reload;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.trainyard.route.check.RouteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The files that users edit, at one time.
 *
 * @param routes the route files
 * @param strategies the files of the strategies
 */
record Snapshot(RouteFiles routes, RouteFiles strategies) {
  private static final int CONTEXT = 3;

  /** All texts by name. */
  SortedMap<String, String> texts() {
    SortedMap<String, String> all = new TreeMap<>(routes.texts());
    all.putAll(strategies.texts());
    return all;
  }

  /** Names of the files that differ. */
  SortedSet<String> changedSince(Snapshot former) {
    SortedMap<String, String> mine = texts();
    SortedMap<String, String> others = former.texts();
    SortedSet<String> names = new TreeSet<>(mine.keySet());
    names.addAll(others.keySet());
    names.removeIf(name -> mine.getOrDefault(name, "\0").equals(others.getOrDefault(name, "\0")));
    return names;
  }

  /** Unified diff of the files that differ. */
  String diffSince(Snapshot former) {
    List<String> lines = new ArrayList<>();
    for (String name : changedSince(former)) {
      List<String> before = lines(former.texts().get(name));
      lines.addAll(
          UnifiedDiffUtils.generateUnifiedDiff(
              former.texts().containsKey(name) ? name : "/dev/null",
              texts().containsKey(name) ? name : "/dev/null",
              before,
              DiffUtils.diff(before, lines(texts().get(name))),
              CONTEXT));
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static List<String> lines(String text) {
    return text == null ? List.of() : text.lines().toList();
  }

  /** Who owns the changed files, when that is one user. */
  Optional<String> authorSince(Snapshot former) {
    SortedSet<String> owners = new TreeSet<>();
    for (String name : changedSince(former)) {
      if (texts().containsKey(name)) {
        try {
          owners.add(Files.getOwner(routes.path(name)).getName());
        } catch (IOException | UnsupportedOperationException unknown) {
          return Optional.empty();
        }
      }
    }
    return owners.size() == 1 ? Optional.of(owners.first()) : Optional.empty();
  }
}
