package dev.trainyard.route.model;

import dev.trainyard.files.RouteFiles;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes Camel's definitions of single entries of route files, without touching the other entries.
 */
public final class CamelDefinitions {
  private final CamelContext camel;
  private final RouteFiles files;
  private final Map<String, List<Node>> entries = new HashMap<>();

  /** Creates a maker of definitions for a context. */
  public CamelDefinitions(CamelContext camel, RouteFiles files) {
    this.camel = camel;
    this.files = files;
  }

  /** Returns the definition of a route; the context must have its route configurations already. */
  public RouteDefinition route(FileEntry item) throws Exception {
    return builder(item).configureRoutes(camel).getRoutes().get(0);
  }

  /**
   * Returns the routes of a REST entry, one for each operation, by the ids that the context gives
   * them. The entry replaces a former one of the same id in the context.
   */
  public Map<String, RouteDefinition> rest(FileEntry item) throws Exception {
    List<RouteDefinition> named = prepared(item);
    RouteDefinitionHelper.forceAssignIds(camel, named);
    // An id is assigned only once, because it becomes part of the uri
    List<RouteDefinition> fresh = prepared(item);
    Map<String, RouteDefinition> routes = new LinkedHashMap<>();
    for (int i = 0; i < named.size(); i++) {
      routes.put(named.get(i).getRouteId(), fresh.get(i));
    }
    return routes;
  }

  private List<RouteDefinition> prepared(FileEntry item) throws Exception {
    forget(item);
    RouteBuilder builder = builder(item);
    builder.prepareModel(camel);
    return builder.getRouteCollection().getRoutes();
  }

  /** Removes a REST entry from the context; its routes stay. */
  public void forget(FileEntry item) {
    camel
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .getRestDefinitions()
        .removeIf(rest -> rest.getId() != null && rest.getId().equals(item.id()));
  }

  /** Adds a route configuration to the context. */
  public void addConfiguration(FileEntry item) throws Exception {
    ((RouteConfigurationBuilder) builder(item)).addRouteConfigurationsToCamelContext(camel);
  }

  /**
   * Returns a route that has nothing but a route configuration, which the context must have
   * already. It shows errors in the configuration before a route needs it.
   */
  public RouteDefinition trial(FileEntry configuration) {
    RoutesDefinition routes = new RoutesDefinition();
    routes.setCamelContext(camel);
    RouteDefinition route = routes.from("direct:trainyard-check");
    if (configuration.id() != null) {
      route.routeConfigurationId(configuration.id());
    }
    route.log("trial");
    routes.prepareRoute(route);
    return route;
  }

  /** Gives the context a REST configuration, or binds beans in its registry. */
  public void apply(FileEntry item) throws Exception {
    builder(item).configureRoutes(camel);
  }

  private RouteBuilder builder(FileEntry item) throws Exception {
    String location = "file:" + files.path(item.file());
    String text = files.text(item.file()).orElseThrow();
    Node entry =
        entries
            .computeIfAbsent(item.file(), file -> YamlTree.entries(location, text))
            .get(item.index());
    EntryLoader loader = new EntryLoader();
    loader.setCamelContext(camel);
    RouteBuilder builder =
        loader.builder(ResourceHelper.fromString(location, text), location, entry);
    builder.setCamelContext(camel);
    builder.setResource(ResourceHelper.fromString(location, text));
    return builder;
  }

  /** Camel's YAML loader, reading one entry instead of a file. */
  private static final class EntryLoader extends YamlRoutesBuilderLoader {

    RouteBuilder builder(Resource resource, String location, Node entry) {
      YamlDeserializationContext context =
          newYamlDeserializationContext(
              LoadSettings.builder().setLabel(location).build(), resource);
      return builder(context, new SequenceNode(Tag.SEQ, List.of(entry), FlowStyle.BLOCK));
    }
  }
}
