package dev.trainyard.route.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Where the parts of an entry with an id are written, from the line that begins them to their last
 * one. Camel knows only the line below the first.
 */
public final class StepPlaces {
  private final Map<String, Place> places = new HashMap<>();
  private final List<String> lines;
  private final String file;

  private StepPlaces(String file, String text) {
    this.file = file;
    this.lines = text.lines().toList();
  }

  /**
   * The lines of a part.
   *
   * @param file name of the file
   * @param line its first line, from 1
   * @param endLine its last line, without the comments behind it
   */
  public record Place(String file, int line, int endLine) {}

  /** Finds the parts of an entry. */
  public static StepPlaces of(RouteModel model, FileEntry entry) {
    StepPlaces places = new StepPlaces(entry.file(), model.files().text(entry.file()).orElse(""));
    places.walk(model.entry(entry), entry.line());
    return places;
  }

  /** Returns the lines of the part with that id; null when none is written with it. */
  public @Nullable Place find(@Nullable String id) {
    return places.get(id);
  }

  private void walk(Node node, int line) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> walk(item, line(item).orElse(line)));
    } else if (node instanceof MappingNode mapping) {
      String id = YamlTree.text(mapping, "id");
      if (id != null) {
        places.putIfAbsent(id, new Place(file, line, last(mapping, line)));
      }
      for (NodeTuple tuple : mapping.getValue()) {
        walk(tuple.getValueNode(), line(tuple.getKeyNode()).orElse(line));
      }
    }
  }

  private static Optional<Integer> line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1);
  }

  /** The parser ends a block where the next one begins. */
  private int last(MappingNode mapping, int line) {
    boolean isBlock = mapping.getFlowStyle() == FlowStyle.BLOCK;
    int last =
        mapping.getEndMark().map(Mark::getLine).map(at -> isBlock ? at : at + 1).orElse(line);
    last = Math.min(last, lines.size());
    while (last > line && isEmpty(lines.get(last - 1))) {
      last--;
    }
    return Math.max(last, line);
  }

  private static boolean isEmpty(String text) {
    return text.isBlank() || text.stripLeading().startsWith("#");
  }
}
