package dev.trainyard.strategy.file;

import dev.trainyard.text.FileProblem;
import dev.trainyard.text.LocatedYaml;
import dev.trainyard.text.NearestNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one YAML object and records what is wrong with them, with its line. */
final class YamlFields {
  private final String file;
  private final String path;
  private final LocatedYaml node;
  private final Map<String, LocatedYaml> entries;
  private final List<FileProblem> problems;

  /**
   * @param path path of the object in the file, for messages; empty for the root
   */
  YamlFields(String file, String path, LocatedYaml node, List<FileProblem> problems) {
    this.file = file;
    this.path = path;
    this.node = node;
    this.problems = problems;
    this.entries = entriesOf(node);
    if (!(node.value() instanceof Map)) {
      add(node.line(), path, "must be an object of fields");
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, LocatedYaml> entriesOf(LocatedYaml node) {
    return node.value() instanceof Map ? (Map<String, LocatedYaml>) node.value() : Map.of();
  }

  Map<String, LocatedYaml> entries() {
    return entries;
  }

  /** Returns the value of a field; null when it is missing or null. */
  @Nullable Object value(String key) {
    LocatedYaml entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Returns the line of a field, or of the object when the field is missing. */
  int line(String key) {
    LocatedYaml entry = entries.get(key);
    return entry == null ? node.line() : entry.line();
  }

  boolean has(String key) {
    return value(key) != null;
  }

  void refuseOthers(Collection<String> allowed) {
    entries.forEach(
        (key, value) -> {
          if (!allowed.contains(key)) {
            add(
                value.line(),
                name(key),
                "no such field%s; allowed: %s"
                    .formatted(
                        NearestNames.suggestion(key, allowed),
                        String.join(", ", new TreeSet<>(allowed))));
          }
        });
  }

  /** Records a mistake at a field, or at the object when the field is missing. */
  void refuse(String key, String message) {
    add(line(key), name(key), message);
  }

  /** Returns a required text; null, with a mistake recorded, when it is missing. */
  @Nullable String text(String key) {
    if (value(key) instanceof String text && !text.isBlank()) {
      return text.strip();
    }
    refuse(key, "must be a text");
    return null;
  }

  /** Returns a number; required when {@code otherwise} is null. */
  @Nullable Double number(String key, @Nullable Double otherwise) {
    if (!has(key)) {
      if (otherwise == null) {
        refuse(key, "must be a number");
      }
      return otherwise;
    }
    if (value(key) instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    refuse(key, "must be a number, not " + value(key));
    return null;
  }

  /** Returns a whole number within bounds; required when {@code otherwise} is null. */
  @Nullable Integer whole(String key, int low, int high, @Nullable Integer otherwise) {
    if (!has(key) && otherwise != null) {
      return otherwise;
    }
    if (value(key) instanceof Integer number && number >= low && number <= high) {
      return number;
    }
    refuse(key, "must be a whole number from %d to %d".formatted(low, high));
    return null;
  }

  boolean flag(String key) {
    if (!has(key)) {
      return false;
    }
    if (value(key) instanceof Boolean flag) {
      return flag;
    }
    refuse(key, "must be true or false");
    return false;
  }

  /**
   * Returns the fields of a nested object; without any, and with a mistake recorded, when it is not
   * an object.
   */
  YamlFields object(String key) {
    LocatedYaml child = entries.getOrDefault(key, new LocatedYaml(null, node.line(), 1));
    return new YamlFields(file, name(key), child, problems);
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private void add(int line, String field, String message) {
    problems.add(
        FileProblem.ofLine(file, line, field.isEmpty() ? message : field + ": " + message));
  }
}
