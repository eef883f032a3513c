package dev.trainyard.route.check.bean;

import dev.trainyard.route.check.vocabulary.BeanStubs;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.springframework.util.ClassUtils;

/** Checks the arguments and properties of a bean, and the methods that take them. */
final class BeanValues {
  private static final int MAX_LISTED = 30;

  private final CamelContext camel;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  BeanValues(CamelContext camel, Settings settings, Collection<FileProblem> problems) {
    this.camel = camel;
    this.settings = settings;
    this.problems = problems;
  }

  /** Checks that the language of a script exists. */
  void language(String file, @Nullable Node node, Node script) {
    if (!(node instanceof ScalarNode scalar)) {
      refuse(file, script, "a 'script' needs a 'scriptLanguage'");
      return;
    }
    try {
      camel.resolveLanguage(settings.resolve(scalar.getValue()));
    } catch (NoSuchLanguageException e) {
      refuse(file, node, "no language '%s'".formatted(scalar.getValue()));
    }
  }

  /** Checks that a class has a public static method which takes the arguments. */
  void factory(String file, Node method, Class<?> type, List<Node> arguments) {
    String name = String.valueOf(YamlTree.text(method));
    List<Method> found = BeanMethods.factories(type, name, arguments.size());
    if (found.isEmpty()) {
      Collection<String> names = BeanMethods.factoryNames(type);
      refuse(
          file,
          method,
          names.contains(name)
              ? "%s takes no %s".formatted(type.getName() + "." + name, counted(arguments))
              : "%s has no public static method '%s'%s"
                  .formatted(type.getName(), name, NearestNames.suggestion(name, names)));
    } else {
      arguments(file, found, arguments);
    }
  }

  /** Checks that a class has a constructor which takes the arguments. */
  void constructor(
      String file, MappingNode bean, Class<?> type, List<Node> arguments, BeanStubs service) {
    Node node = Objects.requireNonNull(YamlTree.value(bean, "type"), "a bean without a type");
    if (type.isInterface() || type.isEnum() || Modifier.isAbstract(type.getModifiers())) {
      String kind =
          type.isInterface() ? "an interface" : type.isEnum() ? "an enum" : "an abstract class";
      refuse(
          file,
          node,
          "%s is %s, so no bean can be made of it: name a concrete class, or a 'factoryMethod'"
              .formatted(type.getName(), kind));
    } else if (arguments.isEmpty()) {
      if (!isMadeAlone(type, service)) {
        refuse(
            file,
            node,
            "%s has no constructor that can be used without arguments; write them below 'constructors'%s"
                .formatted(type.getName(), listed(type)));
      }
    } else {
      List<Constructor<?>> found = BeanMethods.constructors(type, arguments.size());
      if (found.isEmpty()) {
        refuse(
            file,
            Objects.requireNonNull(YamlTree.value(bean, "constructors"), "arguments without a key"),
            "%s has no public constructor with %s%s"
                .formatted(type.getName(), counted(arguments), listed(type)));
      } else {
        arguments(file, found, arguments);
      }
    }
  }

  /** Returns whether the service can make the bean from the beans that its constructor requires. */
  private static boolean isMadeAlone(Class<?> type, BeanStubs service) {
    boolean open = type.getModule().isOpen(type.getPackageName(), BeanValues.class.getModule());
    return Arrays.stream(type.getDeclaredConstructors())
        .filter(made -> open || Modifier.isPublic(made.getModifiers()))
        .anyMatch(
            made ->
                Arrays.stream(made.getParameterTypes())
                    .allMatch(parameter -> service.has(parameter)));
  }

  private static String counted(List<Node> arguments) {
    return arguments.size() == 1 ? "1 argument" : arguments.size() + " arguments";
  }

  private static String listed(Class<?> type) {
    List<String> constructors =
        Arrays.stream(type.getConstructors())
            .map(
                constructor ->
                    Arrays.stream(constructor.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList()
                        .toString()
                        .replace('[', '(')
                        .replace(']', ')'))
            .toList();
    return constructors.isEmpty() ? "" : "; there are: " + String.join(", ", constructors);
  }

  /** Reports the first argument that no executable accepts, unless one of them accepts all. */
  private void arguments(String file, List<? extends Executable> called, List<Node> arguments) {
    int furthest = -1;
    for (Executable one : called) {
      int taken = 0;
      while (taken < arguments.size()
          && isTaken(one.getParameterTypes()[taken], arguments.get(taken))) {
        taken++;
      }
      if (taken == arguments.size()) {
        return;
      }
      furthest = Math.max(furthest, taken);
    }
    int wrong = furthest;
    refuse(
        file,
        arguments.get(wrong),
        notTaken(
            arguments.get(wrong),
            called.stream()
                .map(one -> one.getParameterTypes()[wrong].getSimpleName())
                .distinct()
                .toList()));
  }

  /** Checks that a class has all properties, and that each takes its value. */
  void properties(String file, MappingNode properties, Class<?> type) {
    for (NodeTuple tuple : properties.getValue()) {
      property(file, tuple.getKeyNode(), tuple.getValueNode(), type);
    }
  }

  private void property(String file, Node key, Node value, Class<?> type) {
    String name = YamlTree.text(key);
    // A map or list accepts any property, and the properties of Object are unknown
    if (name == null
        || name.contains("{{")
        || name.contains("[")
        || Map.class.isAssignableFrom(type)
        || type == Object.class
        || type.isInterface()) {
      return;
    }
    String first = name.replaceFirst("\\..*", "");
    boolean nested = value instanceof MappingNode || !first.equals(name);
    List<Method> setters = BeanMethods.setters(type, first);
    if (setters.isEmpty() && !(nested && BeanMethods.hasGetter(type, first))) {
      Collection<String> known = BeanMethods.properties(type);
      refuse(
          file,
          key,
          "%s has no property '%s'%s%s"
              .formatted(
                  type.getName(),
                  first,
                  NearestNames.suggestion(first, known),
                  known.isEmpty() || known.size() > MAX_LISTED
                      ? ""
                      : "; there are: " + String.join(", ", known)));
    } else if (!nested
        && YamlTree.text(value) != null
        && setters.stream().noneMatch(setter -> isTaken(setter.getParameterTypes()[0], value))) {
      refuse(
          file,
          value,
          notTaken(
              value,
              setters.stream()
                  .map(setter -> setter.getParameterTypes()[0].getSimpleName())
                  .distinct()
                  .toList()));
    }
  }

  private boolean isTaken(Class<?> parameter, Node value) {
    String text = YamlTree.text(value);
    if (text == null) {
      return true;
    }
    String resolved = settings.resolve(text);
    Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(parameter);
    if (resolved.contains("{{") || type.isAssignableFrom(String.class)) {
      return !isMissing(text);
    }
    if (resolved.startsWith("#")) {
      return isReferenceTo(type, resolved.substring(1));
    }
    try {
      return camel.getTypeConverter().tryConvertTo(type, resolved) != null
          // A word that is not a number never converts to one, but for most other types more
          // converters come with the service
          || !isPlain(type);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Returns whether the text is a placeholder without a default whose setting is missing. */
  private boolean isMissing(String text) {
    return settings.resolve(text).matches("(?s).*\\{\\{[^{}:?!]+\\}\\}.*");
  }

  private static boolean isPlain(Class<?> type) {
    return Number.class.isAssignableFrom(type)
        || type == Boolean.class
        || type == Character.class
        || type == Class.class
        || type.isEnum();
  }

  private boolean isReferenceTo(Class<?> type, String reference) {
    if (reference.startsWith("class:")) {
      String name = reference.substring("class:".length()).replaceFirst("[#(].*", "");
      Class<?> made = camel.getClassResolver().resolveClass(name);
      return made != null && (reference.contains("#") || type.isAssignableFrom(made));
    }
    if (reference.matches("(type|valueAs|property).*") || reference.startsWith("autowired")) {
      return true;
    }
    Object bean = camel.getRegistry().lookupByName(reference.replaceFirst("^bean:", ""));
    return bean != null && (type.isInstance(bean) || bean.getClass() == Object.class);
  }

  private String notTaken(Node value, List<String> types) {
    String text = Objects.requireNonNull(YamlTree.text(value), "a value that is not a text");
    String reference = text.replaceFirst("^#(bean:)?", "");
    if (isMissing(text)) {
      return "there is no such setting: %s".formatted(text);
    }
    if (text.startsWith("#class:")) {
      return "'%s' is not a class of the type %s".formatted(text, String.join(" or ", types));
    }
    if (text.startsWith("#") && camel.getRegistry().lookupByName(reference) == null) {
      return "no bean '%s'".formatted(reference);
    }
    return "'%s' is not a valid %s".formatted(text, String.join(" or ", types));
  }

  private void refuse(String file, Node node, String message) {
    problems.add(YamlTree.problem(file, node, message));
  }
}
