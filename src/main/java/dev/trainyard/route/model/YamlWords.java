package dev.trainyard.route.model;

import dev.trainyard.files.RootCause;
import dev.trainyard.text.FileProblem;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Explains errors of YAML to readers who do not write parsers, and finds their place: a parser
 * notices many a mistake only lines after it.
 */
final class YamlWords {
  private static final String QUOTE = "the quote that begins here is not closed";
  private static final String NOT_ALLOWED = "mapping values are not allowed here";
  private static final String NOT_IN_LINE = "expected <block end>, but found";

  private static final List<Known> ALL =
      List.of(
          new Known(
              "while scanning a simple key",
              "could not find expected ':'",
              true,
              "a key needs a colon and a space after it: 'key: value'"),
          new Known(
              "while parsing a flow mapping",
              "",
              true,
              "the '{' that begins here is not closed, or a ',' is missing in it"),
          new Known(
              "while parsing a flow sequence",
              "",
              true,
              "the '[' that begins here is not closed, or a ',' is missing in it"),
          new Known("while scanning a quoted scalar", "", true, QUOTE),
          new Known(
              "",
              NOT_ALLOWED,
              false,
              "a second ': ' in one line, or a key that is not in line with its neighbours; put a text with"
                  + " ': ' in quotes"),
          new Known("", "\\t(TAB)", false, "a tab cannot indent; write spaces"),
          new Known(
              "",
              "that cannot start any token",
              false,
              "a text cannot begin with this character; put it in quotes"),
          new Known(
              "while scanning an a",
              "",
              false,
              "a text that begins with '*' or '&' must be in quotes"),
          new Known(
              "",
              NOT_IN_LINE,
              false,
              "is not in line with its neighbours: indent the items of a list, and the keys of one thing, by"
                  + " the same number of spaces"));

  private static final String NO_TEXT_AS_KEY = "Non scalar key";

  /** YAML reads a placeholder without quotes as a mapping in a mapping. */
  private static final Pattern BARE_PLACEHOLDER =
      Pattern.compile("(?m)^[^#'\"\\n]*?[:,\\[{-] *(?<begin>\\{\\{)");

  private final String file;
  private final String text;

  /**
   * @param file name of the file
   * @param text the content of the file
   */
  YamlWords(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /**
   * A message of the parser, and what to say instead.
   *
   * @param context how the parser's description of what it was reading begins
   * @param problem part of the parser's description of the problem
   * @param begin whether the mistake is where the part that it was reading begins
   * @param words what to say
   */
  private record Known(String context, String problem, boolean begin, String words) {
    boolean fits(String context, String problem) {
      return context.startsWith(context()) && problem.contains(problem());
    }
  }

  /** Returns the words for the first known message that fits, or else the parser's. */
  FileProblem of(MarkedYamlEngineException e) {
    String said = e.getProblem() == null ? RootCause.firstLine(e) : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    Optional<FileProblem> earlier =
        e.getProblemMark().flatMap(mark -> said.contains(NOT_ALLOWED) ? above(mark) : quote(mark));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    for (Known each : ALL) {
      if (each.fits(context, said)) {
        Optional<Mark> mark =
            each.begin() && e.getContextMark().isPresent()
                ? e.getContextMark()
                : e.getProblemMark();
        return YamlTree.problem(file, mark, each.words());
      }
    }
    return YamlTree.problem(file, e.getProblemMark(), said);
  }

  /** Describes a mistake whose place the parser does not report. */
  FileProblem withoutMark(YamlEngineException e) {
    Matcher placeholder = BARE_PLACEHOLDER.matcher(text);
    if (!RootCause.firstLine(e).startsWith(NO_TEXT_AS_KEY) || !placeholder.find()) {
      return YamlTree.problem(file, e);
    }
    String before = text.substring(0, placeholder.start("begin"));
    return new FileProblem(
        file,
        (int) before.chars().filter(c -> c == '\n').count() + 1,
        before.length() - before.lastIndexOf('\n'),
        "a text that begins with '{{' must be in quotes, as in \"{{server.port}}\"");
  }

  /** The first colon of a line is wrong when the line above holds a text that continues. */
  private Optional<FileProblem> above(Mark mark) {
    List<String> lines = text.lines().toList();
    if (mark.getLine() >= lines.size()
        || (lines.get(mark.getLine()).indexOf(": ") < mark.getColumn()
            && lines.get(mark.getLine()).contains(": "))) {
      return Optional.empty();
    }
    for (int line = mark.getLine() - 1; line >= 0; line--) {
      String above = lines.get(line);
      if (!above.isBlank() && !above.strip().startsWith("#")) {
        return Optional.of(
            new FileProblem(
                file,
                line + 1,
                above.length() - above.stripLeading().length() + 1,
                above.contains(": ")
                    ? "has a text and, below it, a key, but can have only one of them: remove the text, or put the key in line with this one"
                    : "a key needs a colon and a space after it: 'key: value'"));
      }
    }
    return Optional.empty();
  }

  /**
   * An unexpected character right after a quote was meant to be inside it: that quote closes one
   * left open.
   */
  private Optional<FileProblem> quote(Mark mark) {
    int end = text.offsetByCodePoints(0, mark.getIndex()) - 1;
    if (end < 0 || "\"'".indexOf(text.charAt(end)) < 0) {
      return Optional.empty();
    }
    int begin = text.lastIndexOf(text.charAt(end), end - 1);
    int lineBegin = text.lastIndexOf('\n', begin) + 1;
    return begin >= 0 && text.substring(begin, end).contains("\n")
        ? Optional.of(
            new FileProblem(
                file,
                (int) text.substring(0, begin).chars().filter(c -> c == '\n').count() + 1,
                begin - lineBegin + 1,
                QUOTE))
        : Optional.empty();
  }
}
