package dev.trainyard.route.model;

import dev.trainyard.files.RouteFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The route files as YAML nodes, kept between checks: an edit changes one or two files, and the
 * others are not parsed again. The nodes must not be changed.
 */
public final class ParsedFiles {
  private final Map<String, Parsed> files = new ConcurrentHashMap<>();

  /** A text parsed as YAML: its entries, or the reason why it is not YAML. */
  private record Parsed(String text, List<Node> entries, @Nullable YamlEngineException failure) {

    static Parsed of(String file, String text) {
      try {
        return new Parsed(text, YamlTree.entries(file, text), null);
      } catch (YamlEngineException e) {
        return new Parsed(text, List.of(), e);
      }
    }
  }

  /**
   * Returns the entries of a file, see {@link YamlTree#entries}.
   *
   * @throws YamlEngineException on every call, when the text is not such YAML
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

  /** Forgets the files that are no longer in the set. */
  void retain(RouteFiles current) {
    files.keySet().retainAll(current.texts().keySet());
  }
}
