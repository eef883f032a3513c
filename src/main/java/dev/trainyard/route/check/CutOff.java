package dev.trainyard.route.check;

import dev.trainyard.text.FileProblem;
import java.util.Optional;

/** Finds files that end too early, as a full disk or a copy in progress leaves them. */
public final class CutOff {
  private CutOff() {}

  /**
   * Reports a file that is only the beginning of its former text and ends within a line. Nobody who
   * edits a file leaves it so.
   *
   * @param whole the text of the file before
   * @return empty when the text is another one, or ends with a line
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
   * Reports a file that has only the first lines of its delivered text.
   *
   * @param whole the delivered text
   * @return empty when the text is another one, or contains nothing but comments
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
                "is cut off here: it has the first %d of its %d delivered lines, and nothing else. Save it whole; if the rest is removed on purpose, say so in a comment at its end"
                    .formatted(lines(begin), lines(all))));
  }

  private static boolean isLineEnd(String text, int index) {
    return text.charAt(index) == '\n' || text.charAt(index) == '\r';
  }

  private static int lines(String text) {
    return (int) text.lines().count();
  }
}
