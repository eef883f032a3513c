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

/**
 * Checks what Camel takes, and with which a step can do nothing, or never ends: constants, and what
 * is missing.
 */
public final class ConstantCheck {
  private static final String CLASS = "java:";

  /** Below which a step of these does not do its work: 'loop' goes on with nothing done. */
  private static final Map<String, Integer> LEAST = Map.of("loop", 0, "throttle", 1);

  /** What a message of a route is, and what it becomes. */
  private static final Set<String> TYPES =
      Set.of("inputType", "inputTypeWithValidate", "outputType", "outputTypeWithValidate");

  /** Of the operations of 'claimCheck' those that ask for a message by its key. */
  private static final Set<String> KEYED = Set.of("set", "get", "getandremove");

  private final CamelContext camel;
  private final AllowedNames vocabulary;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param camel the context that knows the classes
   * @param problems receives what is wrong
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
   * @param key what it is the value of
   */
  public void check(String file, String key, Node node) {
    if (!(node instanceof MappingNode step)) {
      return;
    }
    for (String name : vocabulary.requiredFields(key)) {
      String text = YamlTree.text(step, name);
      if (YamlTree.value(step, name) == null || (text != null && text.isBlank())) {
        tell(file, step, "'%s' needs a '%s'".formatted(key, name));
      }
    }
    if (LEAST.containsKey(key)) {
      least(file, key, step);
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

  private void least(String file, String key, MappingNode step) {
    Node node = Recipients.literal(step);
    String text = YamlTree.text(node);
    String number = text == null ? "" : settings.resolve(text).strip();
    // A throttle that rejects is shut with 0
    boolean shut = number.equals("0") && "true".equals(YamlTree.text(step, "rejectExecution"));
    int least = LEAST.get(key);
    if (number.matches("-\\d+") || (number.matches("0+") && least > 0 && !shut)) {
      tell(file, node, "'%s' is too few: '%s' takes a number from %d".formatted(text, key, least));
    }
  }

  private void type(String file, MappingNode type) {
    Node node = YamlTree.value(type, "urn");
    String urn = YamlTree.text(node);
    if (urn == null || urn.contains("{{") || !urn.startsWith(CLASS)) {
      return;
    }
    String name = urn.substring(CLASS.length());
    if (camel.getClassResolver().resolveClass(name) == null) {
      tell(file, node, AllowedNames.noClass(name));
    }
  }

  private void router(String file, MappingNode step) {
    Node node = Recipients.literal(step);
    String text = YamlTree.text(node);
    if (text != null && !text.isBlank()) {
      tell(
          file,
          node,
          "'dynamicRouter' asks again after each endpoint, and would send to '%s' for ever; write routingSlip or toD, or an expression that ends with null"
              .formatted(text));
    }
  }

  private void claim(String file, MappingNode step) {
    Node operation = YamlTree.value(step, "operation");
    String text = YamlTree.text(operation);
    if (text != null
        && KEYED.contains(text.toLowerCase(Locale.ROOT))
        && YamlTree.value(step, "key") == null) {
      tell(
          file,
          operation,
          "the operation %s of 'claimCheck' needs a 'key'; without one there are Push and Pop"
              .formatted(text));
    }
  }

  private void choice(String file, MappingNode step) {
    if (YamlTree.value(step, "when") == null && YamlTree.value(step, "otherwise") == null) {
      tell(file, step, "this 'choice' chooses nothing; write its 'when', or remove it");
    }
  }

  private void tell(String file, Node node, String message) {
    problems.add(YamlTree.problem(file, node, message));
  }
}
