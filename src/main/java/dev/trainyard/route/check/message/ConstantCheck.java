package dev.trainyard.route.check.message;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.Recipients;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Checks what Camel accepts although a step cannot work with it or never ends: constants, and what
 * is missing.
 */
public final class ConstantCheck {
  private static final String CLASS = "java:";

  /** The minimum for a step to do its work; a lower number makes 'loop' go on with nothing done. */
  private static final Map<String, Integer> LEAST = Map.of("loop", 0, "throttle", 1);

  /** The types of a route's messages, before and after it. */
  private static final Set<String> TYPES =
      Set.of("inputType", "inputTypeWithValidate", "outputType", "outputTypeWithValidate");

  /** The operations of 'claimCheck' that fetch a message by its key. */
  private static final Set<String> KEYED = Set.of("set", "get", "getandremove");

  private final CamelContext camel;
  private final AllowedNames vocabulary;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param camel the context that knows the classes
   * @param problems receives the errors
   */
  public ConstantCheck(
      CamelContext camel,
      AllowedNames vocabulary,
      Settings settings,
      Collection<FileProblem> problems) {
    this.camel = camel;
    this.vocabulary = vocabulary;
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * Checks a part of an entry.
   *
   * @param key the key whose value it is
   */
  public void check(String file, String key, Node node) {
    if (!(node instanceof MappingNode step)) {
      return;
    }
    for (String name : vocabulary.requiredFields(key)) {
      String text = YamlTree.text(step, name);
      if (YamlTree.value(step, name) == null || (text != null && text.isBlank())) {
        report(file, step, "'%s' needs a '%s'".formatted(key, name));
      }
    }
    Integer least = LEAST.get(key);
    if (least != null) {
      least(file, key, step, least);
    } else if (TYPES.contains(key)) {
      type(file, step);
    } else if (key.equals("dynamicRouter")) {
      router(file, step);
    } else if (key.equals("claimCheck")) {
      claim(file, step);
    } else if (key.equals("choice")) {
      choice(file, step);
    }
  }

  private void least(String file, String key, MappingNode step, int least) {
    if (!(Recipients.literal(step) instanceof ScalarNode node)) {
      return;
    }
    String text = node.getValue();
    String number = settings.resolve(text).strip();
    // A rejecting throttle is closed by 0
    boolean shut = number.equals("0") && "true".equals(YamlTree.text(step, "rejectExecution"));
    if (number.matches("-\\d+") || (number.matches("0+") && least > 0 && !shut)) {
      report(file, node, "'%s' is too small: '%s' takes %d or more".formatted(text, key, least));
    }
  }

  private void type(String file, MappingNode type) {
    if (!(YamlTree.value(type, "urn") instanceof ScalarNode node)) {
      return;
    }
    String urn = node.getValue();
    if (urn.contains("{{") || !urn.startsWith(CLASS)) {
      return;
    }
    String name = urn.substring(CLASS.length());
    if (camel.getClassResolver().resolveClass(name) == null) {
      report(file, node, AllowedNames.noClass(name));
    }
  }

  private void router(String file, MappingNode step) {
    if (Recipients.literal(step) instanceof ScalarNode node && !node.getValue().isBlank()) {
      report(
          file,
          node,
          "'dynamicRouter' is evaluated again after each endpoint, and would send to '%s' for ever; write routingSlip or toD, or an expression that ends with null"
              .formatted(node.getValue()));
    }
  }

  private void claim(String file, MappingNode step) {
    if (YamlTree.value(step, "operation") instanceof ScalarNode operation
        && KEYED.contains(operation.getValue().toLowerCase(Locale.ROOT))
        && YamlTree.value(step, "key") == null) {
      report(
          file,
          operation,
          "the operation %s of 'claimCheck' needs a 'key'; only Push and Pop work without one"
              .formatted(operation.getValue()));
    }
  }

  private void choice(String file, MappingNode step) {
    if (YamlTree.value(step, "when") == null && YamlTree.value(step, "otherwise") == null) {
      report(file, step, "this 'choice' chooses nothing; write its 'when', or remove it");
    }
  }

  private void report(String file, Node node, String message) {
    problems.add(YamlTree.problem(file, node, message));
  }
}
