package dev.trainyard.files;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.trainyard.text.FileText;
import dev.trainyard.text.FileText.Unreadable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A unified diff of files, limited in time and size to what somebody will read. */
final class FilesDiff {
  private static final int CONTEXT = 3;

  /** The time of a comparison grows with the number of lines times the number that differ. */
  private static final int MAX_LINES = 5_000;

  private static final int MAX_CHARACTERS = 100_000;
  private static final String CUT = "cut here: it is longer than 100 kB\n";
  private static final String NO_FILE = "/dev/null";

  private final StringBuilder diff = new StringBuilder();

  /**
   * Adds a file that differs.
   *
   * @param before its former content; null when it did not exist
   * @param after its new content; null when it no longer exists
   */
  void add(String name, @Nullable FileText before, @Nullable FileText after) {
    if (isFull()) {
      return;
    }
    String from = before == null ? NO_FILE : name;
    String to = after == null ? NO_FILE : name;
    whyHidden(before, after)
        .map(reason -> List.of("--- " + from, "+++ " + to, "not shown: " + reason))
        .orElseGet(() -> unified(from, to, lines(before), lines(after)))
        .forEach(line -> diff.append(line).append('\n'));
  }

  /** Returns the diff; empty without a file. */
  String text() {
    if (!isFull()) {
      return diff.toString();
    }
    int end = diff.lastIndexOf("\n", MAX_CHARACTERS) + 1;
    boolean lastLineIsLong = end < MAX_CHARACTERS / 2;
    return (lastLineIsLong ? shortened() + "\n" : diff.substring(0, end)) + CUT;
  }

  private String shortened() {
    int end = MAX_CHARACTERS;
    return diff.substring(0, Character.isHighSurrogate(diff.charAt(end - 1)) ? end - 1 : end);
  }

  private boolean isFull() {
    return diff.length() > MAX_CHARACTERS;
  }

  private static Optional<String> whyHidden(@Nullable FileText before, @Nullable FileText after) {
    Optional<Unreadable> unreadable = unreadable(after).or(() -> unreadable(before));
    if (unreadable.isPresent()) {
      return unreadable.map(Unreadable::message);
    }
    long former = count(before);
    long now = count(after);
    return former > MAX_LINES || now > MAX_LINES
        ? Optional.of("%d line%s before, %d after".formatted(former, former == 1 ? "" : "s", now))
        : Optional.empty();
  }

  private static Optional<Unreadable> unreadable(@Nullable FileText file) {
    return file instanceof Unreadable unreadable ? Optional.of(unreadable) : Optional.empty();
  }

  private static long count(@Nullable FileText file) {
    return lines(file).size();
  }

  private static List<String> lines(@Nullable FileText file) {
    return Optional.ofNullable(file)
        .flatMap(FileText::text)
        .map(text -> text.lines().toList())
        .orElse(List.of());
  }

  private static List<String> unified(
      String from, String to, List<String> before, List<String> after) {
    return UnifiedDiffUtils.generateUnifiedDiff(
        from, to, before, DiffUtils.diff(before, after), CONTEXT);
  }
}
