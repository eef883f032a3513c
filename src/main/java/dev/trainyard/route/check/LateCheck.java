package dev.trainyard.route.check;

import dev.trainyard.strategy.NearestNames;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks what Camel looks at only when a message needs it, or takes for something else without a
 * word: the beans of expressions, methods that are named with their arguments, durations (it reads
 * {@code fifty} as 0), and what is neither true nor false.
 */
final class LateCheck {
  private static final Pattern CALL =
      Pattern.compile("(?<name>[\\p{L}_$][\\p{L}\\p{N}_$]*)\\s*(\\(.*\\))?", Pattern.DOTALL);

  private static final Pattern DURATION =
      Pattern.compile("-?\\d+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?");

  private static final Set<String> YES_OR_NO = Set.of("handled", "continued");
  private static final Set<String> BOOLEANS = Set.of("true", "false");

  private final CamelContext camel;
  private final Vocabulary vocabulary;
  private final Settings settings;
  private final RouteModel model;
  private final Collection<RouteProblem> problems;

  /**
   * @param camel the context that knows the beans
   * @param problems receives what is wrong
   */
  LateCheck(
      CamelContext camel,
      Vocabulary vocabulary,
      Settings settings,
      RouteModel model,
      Collection<RouteProblem> problems) {
    this.camel = camel;
    this.vocabulary = vocabulary;
    this.settings = settings;
    this.model = model;
    this.problems = problems;
  }

  void run() {
    model.files().texts().forEach(this::check);
  }

  private void check(String file, String text) {
    List<Node> entries;
    try {
      entries = YamlTree.entries(file, text);
    } catch (YamlEngineException told) {
      return;
    }
    entries.forEach(entry -> walk(file, "", entry));
  }

  private void walk(String file, String key, Node node) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(file, key, item));
    } else if (node instanceof MappingNode mapping) {
      switch (key) {
        case "method" -> bean(file, mapping, true);
        case "bean" -> bean(file, mapping, false);
        case "restConfiguration" -> component(file, mapping);
        default -> {
          if (YES_OR_NO.contains(key)) {
            constant(file, mapping);
          }
        }
      }
      durations(file, key, mapping);
      for (NodeTuple tuple : mapping.getValue()) {
        walk(file, String.valueOf(YamlTree.text(tuple.getKeyNode())), tuple.getValueNode());
      }
    }
  }

  /** Of a step Camel asks for the bean itself. */
  private void bean(String file, MappingNode mapping, boolean late) {
    Node ref = YamlTree.value(mapping, "ref");
    String name = YamlTree.text(ref);
    if (name == null || !name.matches("[\\w-]+")) {
      return;
    }
    Object bean = camel.getRegistry().lookupByName(name);
    if (bean != null) {
      method(file, YamlTree.value(mapping, "method"), bean);
    } else if (late) {
      problems.add(
          YamlTree.problem(
              file,
              ref,
              "no bean '%s'%s".formatted(name, NearestNames.suggestion(name, vocabulary.beans()))));
    }
  }

  private void method(String file, Node node, Object bean) {
    String text = YamlTree.text(node);
    if (text == null || text.isBlank() || text.contains("{{")) {
      return;
    }
    Matcher call = CALL.matcher(text.strip());
    Collection<String> methods = Vocabulary.methods(bean.getClass());
    if (!call.matches()) {
      problems.add(
          YamlTree.problem(
              file, node, "'%s' is neither a method nor method(arguments)".formatted(text)));
    } else if (!methods.contains(call.group("name")) && text.contains("(")) {
      problems.add(
          YamlTree.problem(
              file,
              node,
              "no method '%s'%s; there are: %s"
                  .formatted(
                      call.group("name"),
                      NearestNames.suggestion(call.group("name"), methods),
                      String.join(", ", methods))));
    }
  }

  private void constant(String file, MappingNode mapping) {
    Node constant = YamlTree.value(mapping, "constant");
    Node value =
        constant instanceof MappingNode ? YamlTree.value(constant, "expression") : constant;
    String text = YamlTree.text(value);
    if (text != null && !text.contains("{{") && !BOOLEANS.contains(text)) {
      problems.add(YamlTree.problem(file, value, "'%s' is neither true nor false".formatted(text)));
    }
  }

  private void component(String file, MappingNode mapping) {
    Node node = YamlTree.value(mapping, "component");
    String name = YamlTree.text(node);
    Collection<String> components = vocabulary.components();
    if (name != null && !components.contains(name)) {
      problems.add(
          YamlTree.problem(
              file,
              node,
              "no component '%s'%s; there are: %s"
                  .formatted(
                      name,
                      NearestNames.suggestion(name, components),
                      String.join(", ", components))));
    }
  }

  private void durations(String file, String key, MappingNode mapping) {
    String uri = YamlTree.text(mapping, "uri");
    if (uri != null && YamlTree.value(mapping, "parameters") instanceof MappingNode parameters) {
      Collection<String> options = vocabulary.durationOptions(uri.replaceFirst(":.*", ""));
      durations(file, parameters, options);
    }
    durations(file, mapping, vocabulary.durationFields(key));
  }

  private void durations(String file, MappingNode mapping, Collection<String> names) {
    for (String name : names) {
      Node node = YamlTree.value(mapping, name);
      String text = YamlTree.text(node);
      if (text != null && !isDuration(settings.resolve(text))) {
        problems.add(
            YamlTree.problem(
                file,
                node,
                "'%s' is no duration; write 500 (milliseconds), 500ms, 5s, 2m or 1h30m"
                    .formatted(text)));
      }
    }
  }

  /** A setting that is not there is told elsewhere. */
  private static boolean isDuration(String text) {
    if (text.contains("{{") || text.contains("${") || DURATION.matcher(text).matches()) {
      return true;
    }
    try {
      Duration.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
