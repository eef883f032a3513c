package dev.trainyard.route.model;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;

/** Refuses what is nested deeper than the stack of those that read it by recursion may be. */
final class ShallowParser implements Parser {
  private final Parser parser;
  private final int deepest;
  private int depth;
  private boolean aliases;

  /**
   * @param deepest how many sequences and mappings may be in each other
   */
  ShallowParser(Parser parser, int deepest) {
    this.parser = parser;
    this.deepest = deepest;
  }

  /** Whether there was an alias, which may lead deeper than is written. */
  boolean hasAliases() {
    return aliases;
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
        if (depth > deepest) {
          throw new TooDeep(event, deepest);
        }
      }
      case SequenceEnd, MappingEnd -> depth--;
      case Alias -> aliases = true;
      default -> {}
    }
    return event;
  }

  private static final class TooDeep extends MarkedYamlEngineException {
    TooDeep(Event event, int deepest) {
      super(
          null,
          Optional.empty(),
          "is nested deeper than %d levels".formatted(deepest),
          event.getStartMark());
    }
  }
}
