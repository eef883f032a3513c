package dev.trainyard.schedule.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.schedule.ScheduleDefinition;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.schedule.ScheduledWork;
import dev.trainyard.schedule.WorkReader;
import dev.trainyard.text.Checked;
import dev.trainyard.text.FieldError;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import dev.trainyard.text.LocatedYaml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One file of {@code config/schedules}: a schedule as HTTP takes it, in YAML and without the name,
 * which is that of the file.
 */
final class ScheduleFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "name";

  /** What only the database knows; it is checked when the schedule fires. */
  private static final String WARM_START = "warm_start_from";

  private static final LocatedYaml NOWHERE = new LocatedYaml(null, 0, 0);

  private final String file;
  private final List<FileProblem> problems;

  /** What it submits, known also when other fields are wrong; null when it says nothing of it. */
  private @Nullable ScheduledWork work;

  /** Where each field is, by its path. */
  private final Map<String, LocatedYaml> places = new HashMap<>();

  /**
   * @param file its name for messages
   * @param problems receives the mistakes
   */
  ScheduleFile(String file, List<FileProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Reads a file.
   *
   * @param name what the schedule is called
   * @return the schedule, whose work is not checked; empty when there were mistakes
   */
  Optional<ScheduleDefinition> read(String name, FileText content, ScheduleReader reader) {
    if (content instanceof FileText.Unreadable unreadable) {
      problems.add(unreadable.problem(file));
    }
    return content.text().flatMap(text -> read(name, text, reader));
  }

  private Optional<ScheduleDefinition> read(String name, String text, ScheduleReader reader) {
    try {
      LocatedYaml root = LocatedYaml.parse(text);
      if (!(plain("", root) instanceof Map<?, ?> fields)) {
        problems.add(FileProblem.ofFile(file, "must be an object of fields"));
        return Optional.empty();
      }
      LocatedYaml ownName = places.get(NAME);
      if (ownName != null) {
        add(ownName, "name: no such field; the name of the schedule is that of the file");
        return Optional.empty();
      }
      Map<Object, Object> named = new LinkedHashMap<>(fields);
      named.put(NAME, name);
      ObjectNode given = reader.parse(JSON.writeValueAsBytes(named));
      work = reader.work(given).orElse(null);
      Checked<ScheduleDefinition> checked = reader.read(given);
      addAll(checked.errors());
      return checked.value();
    } catch (InvalidRequestException e) {
      addAll(e.errors());
    } catch (UnreadableJsonException e) {
      problems.add(FileProblem.ofFile(file, String.valueOf(e.getMessage())));
    } catch (JsonProcessingException e) {
      LocatedYaml at =
          e.getLocation() == null
              ? NOWHERE
              : new LocatedYaml(null, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      add(at, withoutExcerpts(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read from memory", e);
    }
    return Optional.empty();
  }

  /** Checks what the file submits, as far as no database is needed. */
  void check(WorkReader reader) {
    ScheduledWork asked = work;
    if (asked == null) {
      return;
    }
    try {
      ObjectNode request = (ObjectNode) JSON.readTree(asked.json());
      request.remove(WARM_START);
      reader.read(new ScheduledWork(asked.kind(), request.toString()));
    } catch (InvalidRequestException e) {
      addAll(e.errors());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read what was just written", e);
    }
  }

  private void addAll(List<FieldError> errors) {
    errors.forEach(error -> add(place(error.field()), error.field() + ": " + error.message()));
  }

  private void add(LocatedYaml place, String message) {
    problems.add(new FileProblem(file, place.line(), place.column(), message));
  }

  /** The place of a field, or of the nearest object around it. */
  private LocatedYaml place(String field) {
    String path = field;
    while (!path.isEmpty() && !places.containsKey(path)) {
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return field.equals(NAME) ? NOWHERE : places.getOrDefault(path, NOWHERE);
  }

  /** The value without its places, which are kept by its path. */
  private @Nullable Object plain(String path, LocatedYaml node) {
    places.put(path, node);
    if (node.value() instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach(
          (key, value) ->
              plain.put(
                  (String) key,
                  plain(path.isEmpty() ? (String) key : path + "." + key, (LocatedYaml) value)));
      return plain;
    }
    if (node.value() instanceof List<?> list) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (Object item : list) {
        plain.add(plain("%s[%d]".formatted(path, plain.size()), (LocatedYaml) item));
      }
      return plain;
    }
    return node.value();
  }

  /** Returns the parser's message without its indented excerpts of the file. */
  private static String withoutExcerpts(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .collect(Collectors.joining(": "));
  }
}
