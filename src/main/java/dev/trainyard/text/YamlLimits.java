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
 * Refuses YAML that is deeper, or by its aliases more, than any file that users edit: whoever reads
 * it goes down by recursion, and into what an alias names each time that it is named.
 */
public final class YamlLimits {
  /**
   * How many sequences and mappings may be in each other: deeper than any such file, and shallow
   * enough for the stack.
   */
  static final int DEEPEST = 200;

  /** Says of something in more of them that it is. */
  static final String TOO_DEEP = "is nested deeper than %d levels".formatted(DEEPEST);

  private static final int MAX_VALUES = 100_000;

  private final IdentityHashMap<Node, Extent> known = new IdentityHashMap<>();

  private YamlLimits() {}

  /**
   * Reads a text as nodes.
   *
   * @param location what places in it are called
   * @return empty when there is nothing in the text
   * @throws MarkedYamlEngineException when it is no YAML, or is too deep or too much
   */
  public static Optional<Node> compose(String location, String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(location)
            // Here it is told where they are, and counted what they lead to
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
   * What a node is with all that is in it.
   *
   * @param values number of nodes, those of an alias each time
   * @param height how many are in each other
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
          "is more than %d values, as its aliases are counted".formatted(MAX_VALUES));
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

  /** Refuses what is too deep as it is written, before anything goes down there. */
  private static final class Shallow implements Parser {
    private final Parser parser;
    private int depth;

    /** Whether there was one, which may lead deeper than is written. */
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
