package dev.trainyard.route.check.vocabulary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.trainyard.route.model.RouteWalk;
import dev.trainyard.route.model.Templates;
import dev.trainyard.text.NearestNames;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.CatalogCamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Knows the words that a route may use at a place, for messages that list what is allowed. */
public final class AllowedNames {
  private static final String COMPONENTS =
      "META-INF/services/org/apache/camel/component.properties";

  private final ObjectMapper json = new ObjectMapper();
  private final CamelContext camel;
  private final BeanStubs standIns;
  private final Settings settings;
  private final OptionNames durations;
  private final Map<String, JsonNode> descriptions = new HashMap<>();
  private final Map<String, JsonNode> options = new HashMap<>();
  private @Nullable RouteSchema schema;
  private @Nullable Collection<String> components;

  /**
   * @param camel knows the available components and steps
   * @param standIns the beans of the service
   * @param settings the settings of the service
   * @param durations caches Camel's long descriptions
   */
  public AllowedNames(
      CamelContext camel, BeanStubs standIns, Settings settings, OptionNames durations) {
    this.camel = camel;
    this.standIns = standIns;
    this.settings = settings;
    this.durations = durations;
  }

  /** Returns the schema of route files. */
  public RouteSchema schema() {
    if (schema == null) {
      schema = RouteSchema.read();
    }
    return schema;
  }

  /** Returns the names of the service's beans. */
  Collection<String> beans() {
    return standIns.names();
  }

  /** Returns the names of the service's settings. */
  public Collection<String> settings() {
    return settings.names();
  }

  /** Returns the options of a step that are durations. */
  public Collection<String> durationFields(String step) {
    return durations.ofStep(
        step, key -> durations(properties(() -> catalog().getEipParameterJsonSchema(key))));
  }

  /**
   * Returns the options that a step requires besides its expression and its steps; empty for an
   * unknown step.
   */
  public Collection<String> requiredFields(String step) {
    return durations.requiredOfStep(step, this::readRequiredFields);
  }

  private Collection<String> readRequiredFields(String step) {
    Callable<String> text = () -> catalog().getEipParameterJsonSchema(step);
    if (!described(text, "model").path("label").asText().startsWith("eip")) {
      return List.of();
    }
    JsonNode properties = properties(text);
    return names(properties).stream()
        .filter(name -> properties.path(name).path("kind").asText().equals("attribute"))
        .filter(name -> properties.path(name).path("required").asBoolean())
        .toList();
  }

  /** Returns the options of a component. */
  public Collection<String> options(String component) {
    return names(properties(() -> catalog().getComponentParameterJsonSchema(component)));
  }

  /** Returns the words that an option of a component accepts; empty when it accepts any. */
  public Collection<String> values(String component, String option) {
    List<String> values = new ArrayList<>();
    options
        .computeIfAbsent(
            component, name -> properties(() -> catalog().getComponentParameterJsonSchema(name)))
        .path(option)
        .path("enum")
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  /** Returns the options of a component that are durations. */
  public Collection<String> durationOptions(String component) {
    return durations.ofComponent(
        component,
        key -> durations(properties(() -> catalog().getComponentParameterJsonSchema(key))));
  }

  /** Returns whether Camel's description of a component sets a flag. */
  public boolean isFlagged(String component, String flag) {
    return descriptions
        .computeIfAbsent(
            component,
            name -> described(() -> catalog().getComponentParameterJsonSchema(name), "component"))
        .path(flag)
        .asBoolean();
  }

  /** Returns the names of the available components. */
  public Collection<String> components() {
    if (components == null) {
      components = listedComponents();
    }
    return components;
  }

  private Collection<String> listedComponents() {
    Set<String> names = new TreeSet<>();
    try {
      for (URL list :
          Collections.list(camel.getApplicationContextClassLoader().getResources(COMPONENTS))) {
        Properties properties = new Properties();
        try (InputStream in = list.openStream()) {
          properties.load(in);
        }
        names.addAll(List.of(properties.getProperty("components", "").split(" ", -1)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the list of components", e);
    }
    names.remove("");
    return names;
  }

  /** Returns the message for an unknown bean. */
  public String noBean(String name) {
    return "no bean '%s'%s".formatted(name, NearestNames.suggestion(name, beans()));
  }

  /** Returns the message for an unknown component. */
  public String noComponent(String name) {
    if (name.equals(RouteWalk.KAMELET)) {
      return Templates.NO_KAMELET;
    }
    Optional<String> advice = missing(CamelArtifacts.Kind.component, name);
    if (advice.isPresent()) {
      return "no component '%s' here; %s".formatted(name, advice.get());
    }
    Collection<String> known = components();
    return "no component '%s'%s; there are: %s"
        .formatted(name, NearestNames.suggestion(name, known), String.join(", ", known));
  }

  /**
   * Explains how to get one of Camel's components, data formats or languages that is not available;
   * empty when Camel has no such thing.
   */
  public Optional<String> missing(CamelArtifacts.Kind kind, String name) {
    return new CamelArtifacts().advice(kind, name, camel.getVersion());
  }

  /** Returns the message for an unknown method. */
  public static String noMethod(String name, Collection<String> known) {
    return "no method '%s'%s; there are: %s"
        .formatted(name, NearestNames.suggestion(name, known), String.join(", ", known));
  }

  /** Returns the message for a step that lacks its nested steps. */
  public static String noSteps(String step) {
    return "this '%s' has no step; write its 'steps', or remove it".formatted(step);
  }

  /** Returns the message for an unknown class. */
  public static String noClass(String name) {
    return "no class '%s'".formatted(name);
  }

  /** Returns the message for a text that is not a truth value. */
  public static String noBoolean(String text) {
    return "'%s' is neither true nor false".formatted(text);
  }

  /** Returns the public methods of a type, without those that a proxy adds. */
  public static Collection<String> methods(Class<?> type) {
    Set<String> names = new TreeSet<>();
    Arrays.stream(ClassUtils.getUserClass(type).getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .forEach(method -> names.add(method.getName()));
    return names;
  }

  private CatalogCamelContext catalog() {
    return (CatalogCamelContext) camel;
  }

  /** Returns the described properties by name; empty for what Camel does not know. */
  private JsonNode properties(Callable<String> schema) {
    return described(schema, "properties");
  }

  private JsonNode described(Callable<String> schema, String part) {
    try {
      String text = schema.call();
      return text == null ? MissingNode.getInstance() : json.readTree(text).path(part);
    } catch (Exception e) {
      throw new IllegalStateException("cannot read Camel's own description", e);
    }
  }

  private static List<String> durations(JsonNode properties) {
    return names(properties).stream()
        .filter(name -> properties.path(name).path("type").asText().equals("duration"))
        .toList();
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
