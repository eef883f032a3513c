package dev.trainyard.route.check;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what is wrong with a text that is no YAML to somebody who does not write parsers. */
final class YamlWords {
  private static final List<YamlWords> ALL =
      List.of(
          atBegin(
              "while scanning a simple key",
              "could not find expected ':'",
              "a key needs a colon and a space after it: 'key: value'"),
          atBegin(
              "while parsing a flow mapping",
              "",
              "the '{' that begins here is not closed, or a ',' is missing in it"),
          atBegin(
              "while parsing a flow sequence",
              "",
              "the '[' that begins here is not closed, or a ',' is missing in it"),
          atBegin(
              "while scanning a quoted scalar", "", "the quote that begins here is not closed"),
          atEnd(
              "",
              "mapping values are not allowed here",
              "a second ': ' in one line, or a key that is indented differently from its neighbours; put a"
                  + " text with ': ' in quotes"),
          atEnd("", "\\t(TAB)", "a tab cannot indent; write spaces"),
          atEnd(
              "",
              "that cannot start any token",
              "a text cannot begin with this character; put it in quotes"),
          atEnd(
              "while scanning an a",
              "",
              "a text that begins with '*' or '&' must be in quotes"),
          atEnd(
              "",
              "expected <block end>, but found",
              "is not in line with its neighbours: indent the items of a list, and the keys of one thing, by"
                  + " the same number of spaces"));

  private final String context;
  private final String problem;
  private final boolean begin;
  private final String words;

  private YamlWords(String context, String problem, boolean begin, String words) {
    this.context = context;
    this.problem = problem;
    this.begin = begin;
    this.words = words;
  }

  /** What is noticed at its end and is wrong from its begin. */
  private static YamlWords atBegin(String context, String problem, String words) {
    return new YamlWords(context, problem, true, words);
  }

  private static YamlWords atEnd(String context, String problem, String words) {
    return new YamlWords(context, problem, false, words);
  }

  /** What the parser found, in the words of the first that fits, or else in the parser's. */
  static RouteProblem of(String file, MarkedYamlEngineException e) {
    String told = e.getProblem() == null ? Reason.firstLine(e) : e.getProblem();
    String during = e.getContext() == null ? "" : e.getContext();
    for (YamlWords each : ALL) {
      if (during.startsWith(each.context) && told.contains(each.problem)) {
        Optional<Mark> mark =
            each.begin && e.getContextMark().isPresent() ? e.getContextMark() : e.getProblemMark();
        return YamlTree.problem(file, mark, each.words);
      }
    }
    return YamlTree.problem(file, e.getProblemMark(), told);
  }
}
