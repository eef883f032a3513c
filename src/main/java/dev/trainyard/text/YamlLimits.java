package dev.trainyard.text;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Refuses YAML that is nested deeper, or expands to more through aliases, than any edited file. Its
 * readers recurse, and follow an alias each time that it is used.
 */
public final class YamlLimits {
  /**
   * Maximum nesting of sequences and mappings: deeper than any edited file, and shallow enough for
   * the stack.
   */
  static final int DEEPEST = 200;

  /** The message for nesting beyond the limit. */
  static final String TOO_DEEP = "is nested deeper than %d levels".formatted(DEEPEST);

  private static final int MAX_VALUES = 100_000;

  private final IdentityHashMap<Node, Extent> known = new IdentityHashMap<>();

  private YamlLimits() {}

  /**
   * Parses a text into nodes.
   *
   * @param location name of the text in error messages
   * @return empty when the text is empty
   * @throws MarkedYamlEngineException when it is not YAML, or is too deep or too large
   */
  public static Optional<Node> compose(String location, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(location)
            // Here the place is known for the message, and the values behind aliases are counted
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();
    Shallow parser = new Shallow(new ParserImpl(settings, new StreamReader(settings, text)));
    Optional<Node> root = new Composer(settings, parser).getSingleNode();
    if (parser.aliases) {
      root.ifPresent(node -> new YamlLimits().extent(node, node, 0));
    }
    return root;
  }

  /**
   * The size of a node with everything in it.
   *
   * @param values number of nodes, those of an alias counted each time
   * @param height number of nested levels
   */
  private record Extent(long values, int height) {}

  private Extent extent(Node node, Node parent, int level) {
    if (level > DEEPEST) {
      throw deepByAlias(parent);
    }
    Extent before = known.get(node);
    if (before != null) {
      if (level + before.height() - 1 > DEEPEST) {
        throw deepByAlias(parent);
      }
      return before;
    }
    long values = 1;
    int height = 0;
    for (Node child : children(node)) {
      Extent extent = extent(child, node, level + 1);
      values += extent.values();
      height = Math.max(height, extent.height());
    }
    Extent extent = new Extent(values, height + 1);
    known.put(node, extent);
    // A large file without aliases has no more values than nodes
    if (values > MAX_VALUES && values > known.size()) {
      throw new Refused(
          node.getStartMark(),
          "has more than %d values when its aliases are expanded".formatted(MAX_VALUES));
    }
    return extent;
  }

  private static Refused deepByAlias(Node node) {
    return new Refused(node.getStartMark(), TOO_DEEP + ", or an anchor contains itself");
  }

  private static List<Node> children(Node node) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .flatMap(tuple -> Stream.of(tuple.getKeyNode(), tuple.getValueNode()))
            .toList()
        : List.of();
  }

  /** Refuses nesting that is too deep as written, before anything recurses into it. */
  private static final class Shallow implements Parser {
    private final Parser parser;
    private int depth;

    /** Whether the text has aliases, which may nest deeper than is written. */
    private boolean aliases;

    Shallow(Parser parser) {
      this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return parser.hasNext();
    }

    @Override
    public Event next() {
      Event event = parser.next();
      switch (event.getEventId()) {
        case SequenceStart, MappingStart -> {
          depth++;
          if (depth > DEEPEST) {
            throw new Refused(event.getStartMark(), TOO_DEEP);
          }
        }
        case SequenceEnd, MappingEnd -> depth--;
        case Alias -> aliases = true;
        default -> {}
      }
      return event;
    }
  }

  private static final class Refused extends MarkedYamlEngineException {
    Refused(Optional<Mark> place, String message) {
      super(null, Optional.empty(), message, place);
    }
  }
}
