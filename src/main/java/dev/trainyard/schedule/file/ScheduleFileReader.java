package dev.trainyard.schedule.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.files.Home;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.schedule.FetchReader;
import dev.trainyard.schedule.FileSchedule;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.schedule.WorkReader;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Reads all files of {@code config/schedules}, and collects every mistake in them. */
public final class ScheduleFileReader {
  private final ScheduleReader schedules;
  private final ObjectMapper json;
  private final CallbackUrls callbacks;

  /**
   * Creates a reader.
   *
   * @param json binds training requests
   * @param callbacks judges the callbacks that they ask for
   */
  public ScheduleFileReader(ScheduleReader schedules, ObjectMapper json, CallbackUrls callbacks) {
    this.schedules = schedules;
    this.json = json;
    this.callbacks = callbacks;
  }

  /**
   * Reads files.
   *
   * @param texts text of each file, by its name for messages
   * @param checked names of the files whose requests are checked as well
   * @param strategies what those may name; empty when it is not known, and they are not checked
   * @param problems receives the mistakes
   * @return the schedules of the files without mistakes
   */
  public List<FileSchedule> read(
      SortedMap<String, FileText> texts,
      Collection<String> checked,
      Optional<StrategyCatalog> strategies,
      List<FileProblem> problems) {
    Optional<WorkReader> work = strategies.map(this::workReader);
    List<FileSchedule> read = new ArrayList<>();
    for (Map.Entry<String, FileText> entry : texts.entrySet()) {
      String name = entry.getKey();
      ScheduleFile file = new ScheduleFile(name, problems);
      file.read(nameOfSchedule(name), entry.getValue(), schedules)
          .ifPresent(definition -> read.add(new FileSchedule(name, definition)));
      if (checked.contains(name)) {
        work.ifPresent(file::check);
      }
    }
    return read;
  }

  private WorkReader workReader(StrategyCatalog strategies) {
    return new WorkReader(
        new TrainingRequestReader(strategies, json, id -> Optional.empty(), callbacks),
        // Which exchanges there are may change with the same edit; it is checked when it fires
        new FetchReader(null));
  }

  private static String nameOfSchedule(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.substring(0, name.length() - Home.SCHEDULE_FILE.length());
  }
}
