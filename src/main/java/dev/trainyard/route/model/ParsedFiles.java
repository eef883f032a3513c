package dev.trainyard.route.model;

import dev.trainyard.files.RouteFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The route files as YAML nodes, kept from one check to the next: of the many files of a service an
 * edit changes one or two, and the others are not parsed again. Nobody may change the nodes.
 */
public final class ParsedFiles {
  private final Map<String, Parsed> files = new ConcurrentHashMap<>();

  /** What a text is as YAML: its entries, or why it is none. */
  private record Parsed(String text, List<Node> entries, YamlEngineException failure) {

    static Parsed of(String file, String text) {
      try {
        return new Parsed(text, YamlTree.entries(file, text), null);
      } catch (YamlEngineException e) {
        return new Parsed(text, List.of(), e);
      }
    }
  }

  /**
   * The entries of a file, see {@link YamlTree#entries}.
   *
   * @throws YamlEngineException as often as it is asked for, when the text is no such YAML
   */
  List<Node> entries(String file, String text) {
    Parsed parsed =
        files.compute(
            file,
            (name, known) ->
                known != null && known.text().equals(text) ? known : Parsed.of(name, text));
    if (parsed.failure() != null) {
      throw parsed.failure();
    }
    return parsed.entries();
  }

  /** Forgets the files that are not in a set any more. */
  void retain(RouteFiles current) {
    files.keySet().retainAll(current.texts().keySet());
  }
}
