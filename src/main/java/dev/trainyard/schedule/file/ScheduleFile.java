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
import dev.trainyard.text.YamlPlaces;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final String file;
  private final List<FileProblem> problems;

  /** What it submits, known also when other fields are wrong; null when it says nothing of it. */
  private @Nullable ScheduledWork work;

  /** Where each field is; null before the file is read. */
  private @Nullable YamlPlaces places;

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
      YamlPlaces read = new YamlPlaces(file, LocatedYaml.parse(text));
      places = read;
      if (!(read.plain() instanceof Map<?, ?> fields)) {
        problems.add(FileProblem.ofFile(file, "must be an object of fields"));
        return Optional.empty();
      }
      if (read.has(NAME)) {
        problems.add(
            read.problem(
                NAME, "name: no such field; the name of the schedule is that of the file"));
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
      problems.add(YamlPlaces.problem(file, e));
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
    YamlPlaces read = places;
    errors.forEach(
        error -> {
          String message = error.field() + ": " + error.message();
          problems.add(
              read == null
                  ? FileProblem.ofFile(file, message)
                  // The name is that of the file
                  : read.problem(error.field().equals(NAME) ? "" : error.field(), message));
        });
  }
}
