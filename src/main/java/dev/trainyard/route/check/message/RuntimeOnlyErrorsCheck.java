package dev.trainyard.route.check.message;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.MethodCall;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Checks what Camel looks at only when a message needs it: the beans of expressions, methods that
 * are named with their arguments, the component of REST, and what is neither true nor false.
 */
public final class RuntimeOnlyErrorsCheck {
  private static final String NO_BEAN =
      "'method' needs 'ref', the name of a bean, or 'beanType', the name of a class";

  private static final Set<String> BOOLEANS = Set.of("true", "false");

  private final CamelContext camel;
  private final AllowedNames vocabulary;
  private final Collection<FileProblem> problems;

  /**
   * @param camel the context that knows the beans
   * @param problems receives what is wrong
   */
  public RuntimeOnlyErrorsCheck(
      CamelContext camel, AllowedNames vocabulary, Collection<FileProblem> problems) {
    this.camel = camel;
    this.vocabulary = vocabulary;
    this.problems = problems;
  }

  /**
   * Checks a part of an entry.
   *
   * @param key what it is the value of
   */
  public void check(String file, String key, Node node) {
    if (node instanceof MappingNode mapping) {
      switch (key) {
        case "method" -> bean(file, mapping, true);
        case "bean" -> bean(file, mapping, false);
        case "restConfiguration" -> component(file, mapping);
        case "handled", "continued" -> constant(file, mapping);
        default -> {}
      }
    }
  }

  /** Of a step Camel asks for the bean itself, though not for a method with arguments. */
  private void bean(String file, MappingNode mapping, boolean late) {
    Node ref = YamlTree.value(mapping, "ref");
    Node beanType = YamlTree.value(mapping, "beanType");
    String name = YamlTree.text(ref);
    String className = YamlTree.text(beanType);
    if (late && ref == null && beanType == null) {
      problems.add(YamlTree.problem(file, mapping, NO_BEAN));
    } else if (name != null && name.matches("[\\w-]+")) {
      Object bean = camel.getRegistry().lookupByName(name);
      if (bean != null && bean.getClass() != Object.class) {
        method(file, YamlTree.value(mapping, "method"), bean.getClass(), late);
      } else if (bean == null && late) {
        problems.add(YamlTree.problem(file, ref, vocabulary.noBean(name)));
      }
    } else if (name == null && className != null && !className.contains("{{")) {
      Class<?> type = camel.getClassResolver().resolveClass(className);
      if (type != null) {
        method(file, YamlTree.value(mapping, "method"), type, late);
      } else if (late) {
        problems.add(YamlTree.problem(file, beanType, AllowedNames.noClass(className)));
      }
    }
  }

  private void method(String file, Node node, Class<?> type, boolean late) {
    String text = YamlTree.text(node);
    if (late || String.valueOf(text).contains("(")) {
      MethodCall.fault(text, type)
          .ifPresent(message -> problems.add(YamlTree.problem(file, node, message)));
    }
  }

  private void constant(String file, MappingNode mapping) {
    Node constant = YamlTree.value(mapping, "constant");
    Node value =
        constant instanceof MappingNode ? YamlTree.value(constant, "expression") : constant;
    String text = YamlTree.text(value);
    if (text != null && !text.contains("{{") && !BOOLEANS.contains(text.toLowerCase(Locale.ROOT))) {
      problems.add(YamlTree.problem(file, value, AllowedNames.noBoolean(text)));
    }
  }

  private void component(String file, MappingNode mapping) {
    Node node = YamlTree.value(mapping, "component");
    String name = YamlTree.text(node);
    if (name != null && !vocabulary.components().contains(name)) {
      problems.add(YamlTree.problem(file, node, vocabulary.noComponent(name)));
    }
  }
}
