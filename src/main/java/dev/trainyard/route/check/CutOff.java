package dev.trainyard.route.check;

import dev.trainyard.text.FileProblem;
import java.util.Optional;

/** Finds files that end too early, as a full disk and a copy that is under way leave them. */
public final class CutOff {
  private CutOff() {}

  /**
   * Says of a file which is the begin of what it was that it ends within a line; nobody who edits
   * it leaves it so.
   *
   * @param whole the text of the file before
   * @return empty when it is another text, or ends with a line
   */
  public static Optional<FileProblem> withinLine(String file, String text, String whole) {
    return text.isBlank()
            || text.endsWith("\n")
            || text.length() >= whole.stripTrailing().length()
            || !whole.startsWith(text)
            || isLineEnd(whole, text.length())
        ? Optional.empty()
        : Optional.of(
            FileProblem.ofLine(
                file,
                lines(text),
                "is cut off within this line; save it whole. If the rest is removed on purpose, end the line"));
  }

  /**
   * Says of a file which has only the first lines of what it was that the others are missing.
   *
   * @param whole the text that it is delivered with
   * @return empty when it is another text, or has no more than comments
   */
  static Optional<FileProblem> betweenLines(String file, String text, String whole) {
    String begin = text.stripTrailing();
    String all = whole.stripTrailing();
    return begin.length() >= all.length()
            || !all.startsWith(begin)
            || !isLineEnd(all, begin.length())
            || begin.lines().allMatch(line -> line.isBlank() || line.startsWith("#"))
        ? Optional.empty()
        : Optional.of(
            FileProblem.ofLine(
                file,
                lines(begin),
                "is cut off here: it has %d of the %d lines that it is delivered with, and nothing else. Save it whole; if the rest is removed on purpose, say so in a comment at its end"
                    .formatted(lines(begin), lines(all))));
  }

  private static boolean isLineEnd(String text, int index) {
    return text.charAt(index) == '\n' || text.charAt(index) == '\r';
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }
}
