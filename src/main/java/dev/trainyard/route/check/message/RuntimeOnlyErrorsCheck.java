package dev.trainyard.route.check.message;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.MethodCall;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Checks what Camel looks up only for a message: the beans of expressions, methods called with
 * arguments, the component of REST, and invalid truth values.
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
   * @param problems receives the errors
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
   * @param key the key whose value it is
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

  /** Camel itself looks up the bean of a step, but not a method with arguments. */
  private void bean(String file, MappingNode mapping, boolean late) {
    Node ref = YamlTree.value(mapping, "ref");
    Node beanType = YamlTree.value(mapping, "beanType");
    if (late && ref == null && beanType == null) {
      problems.add(YamlTree.problem(file, mapping, NO_BEAN));
    } else if (ref instanceof ScalarNode named && named.getValue().matches("[\\w-]+")) {
      String name = named.getValue();
      Object bean = camel.getRegistry().lookupByName(name);
      if (bean != null && bean.getClass() != Object.class) {
        method(file, YamlTree.value(mapping, "method"), bean.getClass(), late);
      } else if (bean == null && late) {
        problems.add(YamlTree.problem(file, named, vocabulary.noBean(name)));
      }
    } else if (!(ref instanceof ScalarNode)
        && beanType instanceof ScalarNode named
        && !named.getValue().contains("{{")) {
      String className = named.getValue();
      Class<?> type = camel.getClassResolver().resolveClass(className);
      if (type != null) {
        method(file, YamlTree.value(mapping, "method"), type, late);
      } else if (late) {
        problems.add(YamlTree.problem(file, named, AllowedNames.noClass(className)));
      }
    }
  }

  private void method(String file, @Nullable Node node, Class<?> type, boolean late) {
    String text = YamlTree.text(node);
    if (node != null && (late || String.valueOf(text).contains("("))) {
      MethodCall.fault(text, type)
          .ifPresent(message -> problems.add(YamlTree.problem(file, node, message)));
    }
  }

  private void constant(String file, MappingNode mapping) {
    Node constant = YamlTree.value(mapping, "constant");
    Node value =
        constant instanceof MappingNode ? YamlTree.value(constant, "expression") : constant;
    if (value instanceof ScalarNode scalar
        && !scalar.getValue().contains("{{")
        && !BOOLEANS.contains(scalar.getValue().toLowerCase(Locale.ROOT))) {
      problems.add(YamlTree.problem(file, value, AllowedNames.noBoolean(scalar.getValue())));
    }
  }

  private void component(String file, MappingNode mapping) {
    if (YamlTree.value(mapping, "component") instanceof ScalarNode node
        && !vocabulary.components().contains(node.getValue())) {
      problems.add(YamlTree.problem(file, node, vocabulary.noComponent(node.getValue())));
    }
  }
}
