package dev.trainyard.route.check.bean;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.BeanStubs;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Checks whether the beans that route files define can be made, and registers a stub of each. None
 * is made, because its constructor may do anything.
 */
public final class BeanDefinitionCheck {
  private final CamelContext camel;
  private final BeanStubs standIns;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param camel the context whose registry receives the stubs
   * @param problems receives the errors
   */
  public BeanDefinitionCheck(
      CamelContext camel, BeanStubs standIns, Settings settings, Collection<FileProblem> problems) {
    this.camel = camel;
    this.standIns = standIns;
    this.settings = settings;
    this.problems = problems;
  }

  /** A bean with its class, and the file that defines it. */
  private record Known(String file, MappingNode bean, Class<?> type) {}

  /** Checks all beans of the files; each may refer to any other. */
  public void check(RouteModel model) {
    List<Known> beans = new ArrayList<>();
    for (FileEntry item : model.items(FileEntry.Kind.BEANS)) {
      if (YamlTree.value(model.entry(item), FileEntry.Kind.BEANS.key())
          instanceof SequenceNode list) {
        list.getValue().forEach(bean -> bind(item.file(), bean, beans));
      }
    }
    BeanValues values = new BeanValues(camel, settings, problems);
    beans.forEach(bean -> check(bean, values));
  }

  private void bind(String file, Node node, List<Known> beans) {
    if (!(node instanceof MappingNode bean)
        || !(YamlTree.value(node, "name") instanceof ScalarNode named)) {
      refuse(file, node, "a bean needs a 'name' and a 'type', the name of a class");
      return;
    }
    String name = named.getValue();
    if (standIns.contains(name)) {
      refuse(file, named, "'%s' is a bean of the service; choose another name".formatted(name));
    } else if (camel.getRegistry().lookupByName(name) != null) {
      refuse(file, named, "there are two beans '%s'".formatted(name));
    } else if (!(YamlTree.value(node, "type") instanceof ScalarNode type)) {
      refuse(file, named, "the bean '%s' needs a 'type', the name of a class".formatted(name));
    } else {
      Class<?> found = classOf(file, type);
      if (found != null) {
        beans.add(new Known(file, bean, found));
        camel.getRegistry().bind(name, BeanStubs.of(made(file, bean, found)));
      }
    }
  }

  private @Nullable Class<?> classOf(String file, ScalarNode node) {
    String name = settings.resolve(node.getValue()).replaceFirst("^#class:", "");
    Class<?> type = camel.getClassResolver().resolveClass(name);
    if (type == null) {
      refuse(file, node, "there is no class %s".formatted(name));
    }
    return type;
  }

  /** Returns the type of the bean; for a factory, the return type of its method. */
  private Class<?> made(String file, MappingNode bean, Class<?> type) {
    String method = YamlTree.text(bean, "factoryMethod");
    if (method == null || YamlTree.value(bean, "script") != null) {
      return type;
    }
    Class<?> factory = factory(file, bean, type);
    return factory == null
        ? type
        : BeanMethods.factories(factory, method, arguments(bean).size()).stream()
            .findFirst()
            .<Class<?>>map(found -> found.getReturnType())
            .orElse(type);
  }

  /** Returns the class that declares the factory method; null when its absence was reported. */
  private @Nullable Class<?> factory(String file, MappingNode bean, Class<?> type) {
    if (!(YamlTree.value(bean, "factoryBean") instanceof ScalarNode named)) {
      return type;
    }
    Object instance = camel.getRegistry().lookupByName(named.getValue());
    return instance == null ? classOf(file, named) : instance.getClass();
  }

  private void check(Known known, BeanValues values) {
    MappingNode bean = known.bean();
    String file = known.file();
    Node script = YamlTree.value(bean, "script");
    Node builder = YamlTree.value(bean, "builderClass");
    Node method = YamlTree.value(bean, "factoryMethod");
    Class<?> made = known.type();
    if (script != null) {
      values.language(file, YamlTree.value(bean, "scriptLanguage"), script);
    } else if (builder != null) {
      // The arguments of a builder's methods are not checked
      if (builder instanceof ScalarNode name) {
        classOf(file, name);
      }
      return;
    } else if (method != null) {
      Class<?> factory = factory(file, bean, known.type());
      made = made(file, bean, known.type());
      if (factory != null) {
        values.factory(file, method, factory, arguments(bean));
      }
    } else {
      values.constructor(file, bean, known.type(), arguments(bean), standIns);
    }
    if (YamlTree.value(bean, "properties") instanceof MappingNode properties) {
      values.properties(file, properties, made);
    }
    for (String callback : List.of("initMethod", "destroyMethod")) {
      callback(file, YamlTree.value(bean, callback), made);
    }
  }

  private void callback(String file, @Nullable Node node, Class<?> type) {
    if (node instanceof ScalarNode scalar
        && !scalar.getValue().contains("{{")
        && type != Object.class) {
      String name = scalar.getValue();
      Collection<String> known = AllowedNames.methods(type);
      if (!known.contains(name)) {
        refuse(
            file,
            node,
            "%s has no method '%s'%s"
                .formatted(type.getName(), name, NearestNames.suggestion(name, known)));
      }
    }
  }

  /** Returns the arguments in order: their keys are their positions. */
  private static List<Node> arguments(MappingNode bean) {
    return YamlTree.value(bean, "constructors") instanceof MappingNode arguments
        ? arguments.getValue().stream().map(NodeTuple::getValueNode).toList()
        : List.of();
  }

  private void refuse(String file, Node node, String message) {
    problems.add(YamlTree.problem(file, node, message));
  }
}
