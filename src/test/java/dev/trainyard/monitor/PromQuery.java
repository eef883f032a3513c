package dev.trainyard.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names in a PromQL expression: metrics, each with the labels of its selector, and the labels
 * of its aggregations. It knows enough of the grammar for that, and refuses unbalanced expressions.
 */
final class PromQuery {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|[a-zA-Z_:][\\w:]*|\\$\\w+|\\d[\\w.]*|[=!]~|[=!<>]=|[-+*/%^<>=,(){}\\[\\]]|\\s+");
  private static final Set<String> GROUPINGS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");
  private static final Map<String, String> CLOSED_BY = Map.of("(", ")", "{", "}", "[", "]");

  private final Map<String, Set<String>> selectors = new LinkedHashMap<>();
  private final Set<String> grouped = new TreeSet<>();

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException when it is not an expression
   */
  PromQuery(String expression) {
    Deque<String> open = new ArrayDeque<>();
    String metric = null;
    String before = "";
    boolean grouping = false;
    Matcher token = TOKEN.matcher(expression);
    int end = 0;
    while (token.find()) {
      require(token.start() == end, expression);
      end = token.end();
      String text = token.group();
      if (text.isBlank()) {
        continue;
      }
      boolean word = Character.isLetter(text.charAt(0)) || text.charAt(0) == '_';
      String inside = open.isEmpty() ? "" : open.peek();
      if (CLOSED_BY.containsKey(text)) {
        grouping = text.equals("(") && GROUPINGS.contains(before);
        require(!text.equals("{") || before.equals(metric), expression);
        open.push(text);
      } else if (CLOSED_BY.containsValue(text)) {
        require(!open.isEmpty() && text.equals(CLOSED_BY.get(open.pop())), expression);
        grouping = false;
      } else if (word && inside.equals("{")) {
        selectors.get(metric).add(text);
      } else if (word && grouping) {
        grouped.add(text);
      } else if (word
          && !GROUPINGS.contains(text)
          && !WORDS.contains(text)
          && !calls(expression, end)) {
        metric = text;
        selectors.computeIfAbsent(text, name -> new TreeSet<>());
      }
      before = text;
    }
    require(end == expression.length() && open.isEmpty(), expression);
  }

  /** Returns the labels of selectors, by metric. */
  Map<String, Set<String>> selectors() {
    return selectors;
  }

  /** Returns the labels of aggregations and matchings. */
  Set<String> grouped() {
    return grouped;
  }

  /** Returns whether a function's arguments follow, or the labels of an aggregation before them. */
  private static boolean calls(String expression, int end) {
    return expression.substring(end).matches("(?s)\\s*(\\(|by\\b|without\\b).*");
  }

  private static void require(boolean condition, String expression) {
    if (!condition) {
      throw new IllegalArgumentException("no PromQL: " + expression);
    }
  }
}
