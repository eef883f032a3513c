package dev.trainyard.route.check.message;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.Recipients;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks what would fail every message: invalid date patterns, constants that are not numbers,
 * classes that are not exceptions, and branches without a step.
 */
public final class MessageCheck {
  private static final Pattern DATE =
      Pattern.compile("\\$\\{date:(?<command>[^:}]+)(:(?<pattern>[^}]*))?\\}");
  private static final Pattern DATE_IN_ZONE =
      Pattern.compile("\\$\\{date-with-timezone:(?<command>[^:}]+):(?<rest>[^}]*)\\}");

  /** GMT+08:30 has a colon of its own. */
  private static final Pattern ZONE_AND_PATTERN =
      Pattern.compile("(?<zone>(?:GMT|UTC)?[+-]\\d{1,2}:\\d{2}|[^:]+):(?<pattern>.*)");

  private static final String SECONDS_SINCE_1970 = "unixTimestamp";

  /** Keys whose text is not evaluated. */
  private static final Set<String> PLAIN = Set.of("constant", "id", "description", "note", "name");

  /** Steps whose expression is a number, with a description of it. */
  private static final Map<String, String> NUMBERS =
      Map.of(
          "loop", "a number of times, such as 3",
          "delay", "milliseconds, such as 1000",
          "throttle", "a number of messages, such as 3",
          "completionSizeExpression", "a number of messages, such as 3",
          "completionTimeoutExpression", "milliseconds, such as 1000");

  private final CamelContext camel;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param camel the context that knows the classes
   * @param problems receives the errors
   */
  public MessageCheck(CamelContext camel, Settings settings, Collection<FileProblem> problems) {
    this.camel = camel;
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * Checks a part of an entry.
   *
   * @param key the key whose value it is
   */
  public void check(String file, String key, Node node) {
    if (node instanceof MappingNode step) {
      if (NUMBERS.containsKey(key) && !"true".equals(YamlTree.text(step, "doWhile"))) {
        number(file, key, Recipients.literal(step));
      } else if (key.equals("throwException")) {
        exception(file, YamlTree.value(step, "exceptionType"));
      } else if (key.equals("when")) {
        steps(file, step);
      }
    } else if (!PLAIN.contains(key)) {
      dates(file, node);
    }
  }

  private void number(String file, String step, @Nullable Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return;
    }
    String text = scalar.getValue();
    if (settings.resolve(text).contains("{{")) {
      return;
    }
    if (!settings.resolve(text).strip().matches("[+-]?\\d+")) {
      problems.add(
          YamlTree.problem(
              file,
              scalar,
              "'%s' is not a number: '%s' takes %s".formatted(text, step, NUMBERS.get(step))));
    }
  }

  private void exception(String file, @Nullable Node node) {
    if (!(node instanceof ScalarNode scalar) || scalar.getValue().contains("{{")) {
      return;
    }
    String name = scalar.getValue();
    Class<?> type = camel.getClassResolver().resolveClass(name);
    if (type != null && !Exception.class.isAssignableFrom(type)) {
      problems.add(
          YamlTree.problem(
              file,
              scalar,
              "%s is not an exception: name a class that extends java.lang.Exception, such as java.lang.IllegalStateException"
                  .formatted(name)));
    }
  }

  private void steps(String file, MappingNode when) {
    Node steps = YamlTree.value(when, "steps");
    if (steps == null || (steps instanceof SequenceNode list && list.getValue().isEmpty())) {
      problems.add(YamlTree.problem(file, when, AllowedNames.noSteps("when")));
    }
  }

  private void dates(String file, Node node) {
    String text = YamlTree.text(node);
    if (text == null || !text.contains("${date")) {
      return;
    }
    Matcher date = DATE.matcher(text);
    while (date.find()) {
      pattern(file, node, date.group("pattern"));
    }
    Matcher zoned = DATE_IN_ZONE.matcher(text);
    while (zoned.find()) {
      Matcher parts = ZONE_AND_PATTERN.matcher(zoned.group("rest"));
      if (parts.matches()) {
        zone(file, node, parts.group("zone"));
        pattern(file, node, parts.group("pattern"));
      }
    }
  }

  private void pattern(String file, Node node, String pattern) {
    if (pattern == null || pattern.equals(SECONDS_SINCE_1970) || pattern.contains("{{")) {
      return;
    }
    try {
      new SimpleDateFormat(pattern, Locale.ROOT);
    } catch (IllegalArgumentException e) {
      problems.add(
          YamlTree.problem(
              file,
              node,
              "'%s' is not a date pattern (%s); write one such as yyyy-MM-dd'T'HH:mm:ss, with words in ''"
                  .formatted(pattern, RootCause.firstLine(e))));
    }
  }

  /** Camel silently reads an unknown zone as GMT. */
  private void zone(String file, Node node, String zone) {
    try {
      ZoneId.of(zone, ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      problems.add(
          YamlTree.problem(
              file,
              node,
              "no time zone '%s'; write one such as Europe/Berlin or GMT+8".formatted(zone)));
    }
  }
}
