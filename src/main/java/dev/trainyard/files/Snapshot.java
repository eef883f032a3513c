package dev.trainyard.files;

import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The edited files at one moment.
 *
 * @param routes the route files
 * @param strategies the strategy files
 * @param schedules the files of schedules
 * @param exchanges the files that describe exchanges
 */
public record Snapshot(
    RouteFiles routes, RouteFiles strategies, RouteFiles schedules, RouteFiles exchanges) {

  /** Returns the contents of all files by name. */
  public SortedMap<String, FileText> texts() {
    SortedMap<String, FileText> all = new TreeMap<>(routes.texts());
    all.putAll(strategies.texts());
    all.putAll(schedules.texts());
    all.putAll(exchanges.texts());
    return all;
  }

  /**
   * Returns the same files with another content of one that is among the route files or those of
   * exchanges.
   */
  public Snapshot with(String name, FileText content) {
    return new Snapshot(
        routes.with(name, content), strategies, schedules, exchanges.with(name, content));
  }

  /** Returns the names of the files that differ. */
  public SortedSet<String> changedSince(Snapshot former) {
    SortedMap<String, FileText> mine = texts();
    SortedMap<String, FileText> others = former.texts();
    SortedSet<String> names = new TreeSet<>(mine.keySet());
    names.addAll(others.keySet());
    names.removeIf(name -> Objects.equals(mine.get(name), others.get(name)));
    return names;
  }

  /** Returns a unified diff of the files that differ. */
  public String diffSince(Snapshot former) {
    SortedMap<String, FileText> mine = texts();
    SortedMap<String, FileText> others = former.texts();
    FilesDiff diff = new FilesDiff();
    changedSince(former).forEach(name -> diff.add(name, others.get(name), mine.get(name)));
    return diff.text();
  }

  /**
   * Returns a unified diff to other contents of some files.
   *
   * @param contents content by name; null for a file that is not to exist
   */
  public String diffTo(Map<String, @Nullable FileText> contents) {
    SortedMap<String, FileText> mine = texts();
    FilesDiff diff = new FilesDiff();
    contents.forEach(
        (name, content) -> {
          if (!Objects.equals(mine.get(name), content)) {
            diff.add(name, mine.get(name), content);
          }
        });
    return diff.text();
  }

  /** Returns the owner of the changed files, when they have a single owner. */
  public Optional<String> authorSince(Snapshot former) {
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
