package dev.trainyard.route.model;

import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.NearestNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the entries of one route file. */
final class RouteFileReader {
  private static final List<String> VERBS =
      List.of("get", "post", "put", "patch", "delete", "head");
  private static final List<String> KINDS =
      Arrays.stream(FileEntry.Kind.values()).map(FileEntry.Kind::key).toList();

  /** Further keys that Camel knows, with what to write instead. */
  private static final Map<String, String> INSTEAD =
      Map.of(
          "from", "write it as a 'route' with an id",
          "routeTemplate", Templates.NO_TEMPLATE,
          "templatedRoute", Templates.NO_TEMPLATE,
          "onException", "write it in a 'routeConfiguration', and name that in the routes",
          "errorHandler", "write it in a 'routeConfiguration', and name that in the routes",
          "intercept", "write it in a 'routeConfiguration', and name that in the routes",
          "interceptFrom", "write it in a 'routeConfiguration', and name that in the routes",
          "onCompletion", "write it in a 'routeConfiguration', and name that in the routes");

  private final String file;
  private final Collection<FileProblem> problems;
  private final ParsedFiles parsed;
  private final RouteModel.Entries entries;

  /**
   * @param file name of the file
   * @param parsed the nodes of the file
   * @param entries receives the entries
   * @param problems receives what is wrong with them
   */
  RouteFileReader(
      String file,
      ParsedFiles parsed,
      RouteModel.Entries entries,
      Collection<FileProblem> problems) {
    this.file = file;
    this.parsed = parsed;
    this.entries = entries;
    this.problems = problems;
  }

  void read(FileText content) {
    if (content instanceof FileText.Unreadable unreadable) {
      problems.add(unreadable.problem(file));
    }
    content.text().ifPresent(this::read);
  }

  private void read(String text) {
    try {
      List<Node> nodes = parsed.entries(file, text);
      for (int i = 0; i < nodes.size(); i++) {
        entry(nodes.get(i), i);
      }
    } catch (YamlEngineException e) {
      problems.add(YamlTree.problem(file, text, e));
    }
  }

  private void entry(Node node, int index) {
    if (!(node instanceof MappingNode mapping) || mapping.getValue().size() != 1) {
      problems.add(
          YamlTree.problem(
              file, node, "an entry has one key: " + String.join(", ", KINDS) + described(node)));
      return;
    }
    NodeTuple tuple = mapping.getValue().get(0);
    String key = YamlTree.text(tuple.getKeyNode());
    Node value = tuple.getValueNode();
    FileEntry.Kind kind =
        Arrays.stream(FileEntry.Kind.values())
            .filter(known -> known.key().equals(key))
            .findFirst()
            .orElse(null);
    if (kind == null) {
      String instead =
          INSTEAD.containsKey(key)
              ? "; " + INSTEAD.get(key)
              : NearestNames.suggestion(String.valueOf(key), KINDS);
      problems.add(
          YamlTree.problem(
              file,
              node,
              "'%s' cannot be an entry%s; allowed: %s"
                  .formatted(key, instead, String.join(", ", KINDS))));
      return;
    }
    repeatedKeys(value);
    FileEntry item = item(kind, YamlTree.text(value, "id"), index, tuple);
    entries.items().add(item);
    if (kind == FileEntry.Kind.ROUTE) {
      route(item, value);
    } else if (kind == FileEntry.Kind.REST) {
      rest(item, value);
    } else if (kind == FileEntry.Kind.BEANS && !(value instanceof SequenceNode)) {
      problems.add(
          YamlTree.problem(file, value, "'beans' takes a list: begin each item with '- '"));
    } else if (kind == FileEntry.Kind.ROUTE_CONFIGURATION) {
      entries.configurations().put(item, new RouteWalk(file).over(value));
    }
  }

  private static String described(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      return "";
    }
    List<String> keys =
        mapping.getValue().stream()
            .map(tuple -> String.valueOf(YamlTree.text(tuple.getKeyNode())))
            .toList();
    String all = "; this one has " + String.join(", ", keys);
    return !keys.isEmpty() && KINDS.contains(keys.get(0))
        ? all + ": indent what belongs to '%s' further".formatted(keys.get(0))
        : all;
  }

  /** Camel would silently use the last one. */
  private void repeatedKeys(Node node) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(this::repeatedKeys);
    } else if (node instanceof MappingNode mapping) {
      Map<String, Node> seen = new HashMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String key = String.valueOf(YamlTree.text(tuple.getKeyNode()));
        Node first = seen.putIfAbsent(key, tuple.getKeyNode());
        if (first != null) {
          problems.add(
              YamlTree.problem(
                  file,
                  tuple.getKeyNode(),
                  "'%s' is already in line %d: a key may occur only once; merge the two"
                      .formatted(key, YamlTree.problem(file, first, "").line())));
        }
        repeatedKeys(tuple.getValueNode());
      }
    }
  }

  private FileEntry item(FileEntry.Kind kind, @Nullable String id, int index, NodeTuple tuple) {
    FileProblem place = YamlTree.problem(file, tuple.getKeyNode(), "");
    return new FileEntry(
        kind,
        id,
        file,
        index,
        place.line(),
        place.column(),
        YamlTree.content(tuple.getValueNode()));
  }

  private void route(FileEntry item, Node value) {
    Node from = YamlTree.value(value, "from");
    Node uri = from instanceof MappingNode ? YamlTree.value(from, "uri") : from;
    String text = YamlTree.text(uri);
    if (uri == null || text == null) {
      problems.add(
          YamlTree.problem(file, from == null ? value : from, "a route needs 'from' with a uri"));
      return;
    }
    String name = YamlTree.text(YamlTree.value(from, "parameters"), "name");
    String source = "direct".equals(text) && name != null ? "direct:" + name : text;
    LocatedName id = id(value, "route");
    entries
        .drafts()
        .add(
            new ParsedRoute(
                item,
                id,
                item.line(),
                new LocatedName(RouteWalk.endpoint(source), file, uri),
                null,
                new RouteWalk(file).over(value),
                configurations(value),
                item.content()));
  }

  private @Nullable LocatedName id(Node value, String what) {
    Node id = YamlTree.value(value, "id");
    String text = YamlTree.text(id);
    if (id == null || text == null || text.isBlank()) {
      problems.add(
          YamlTree.problem(
              file, value, "a %s needs an 'id': its name in GET /routes and JMX".formatted(what)));
      return null;
    }
    return new LocatedName(text, file, id);
  }

  private List<LocatedName> configurations(Node route) {
    Node node = YamlTree.value(route, "routeConfigurationId");
    List<LocatedName> named = new ArrayList<>();
    String names = YamlTree.text(node);
    if (node != null && names != null) {
      for (String name : names.split(",", -1)) {
        named.add(new LocatedName(name.strip(), file, node));
      }
    }
    return named;
  }

  private void rest(FileEntry item, Node value) {
    id(value, "rest");
    String base = String.valueOf(YamlTree.text(value, "path")).replace("null", "");
    Object shared = sharedContent(item);
    for (String verb : VERBS) {
      if (!(YamlTree.value(value, verb) instanceof SequenceNode operations)) {
        continue;
      }
      for (Node operation : operations.getValue()) {
        Node path = YamlTree.value(operation, "path");
        LocatedName id = id(operation, "REST operation");
        entries
            .drafts()
            .add(
                new ParsedRoute(
                    item,
                    id,
                    YamlTree.problem(file, operation, "").line(),
                    null,
                    new LocatedName(
                        verb.toUpperCase(Locale.ROOT)
                            + " "
                            + base
                            + (path == null ? "" : YamlTree.text(path)),
                        file,
                        path == null ? operation : path),
                    new RouteWalk(file).over(operation),
                    List.of(),
                    List.of(shared, verb, YamlTree.content(operation))));
      }
    }
  }

  /** Returns what a REST entry contains besides its operations. */
  private static Object sharedContent(FileEntry item) {
    return item.content() instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .filter(entry -> !VERBS.contains(String.valueOf(entry.getKey())))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList()
        : List.of();
  }
}
