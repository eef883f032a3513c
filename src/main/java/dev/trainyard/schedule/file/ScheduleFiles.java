package dev.trainyard.schedule.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.files.Home;
import dev.trainyard.schedule.FileSchedule;
import dev.trainyard.schedule.ScheduleChanges;
import dev.trainyard.schedule.ScheduleCheck;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.sql.DatabaseOutage;
import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The schedules of files, which the table of schedules mirrors. A process brings its files in when
 * it starts and when they change, and repeats that until PostgreSQL has them.
 */
@Component("scheduleFiles")
public class ScheduleFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleFiles.class);

  private final Home home;
  private final ScheduleFileReader reader;
  private final ScheduleChanges changes;
  private final ScheduleCheck check;
  private final boolean isWorker;

  /** What the table is to have; null when it has it already. */
  private @Nullable List<FileSchedule> pending;

  ScheduleFiles(
      Home home,
      ScheduleReader schedules,
      ObjectMapper json,
      CallbackUrls callbacks,
      ScheduleChanges changes,
      ScheduleCheck check,
      Environment environment) {
    this.home = home;
    this.reader = new ScheduleFileReader(schedules, json, callbacks);
    this.changes = changes;
    this.check = check;
    this.isWorker = ProcessRole.of(environment) == ProcessRole.WORKER;
  }

  /**
   * Takes the files of a start. A request that the strategies do not allow any more is no reason to
   * refuse it: the schedule then says so.
   *
   * @param texts text of each file, by its name relative to the home
   * @throws StartupRefusedException when a file is wrong by itself
   */
  public void start(SortedMap<String, FileText> texts) {
    List<FileProblem> problems = new ArrayList<>();
    List<FileSchedule> read = reader.read(texts, List.of(), Optional.empty(), problems);
    if (!problems.isEmpty()) {
      throw new StartupRefusedException(
          "%d problems in the schedules. Correct them:".formatted(problems.size()),
          problems.stream()
              .map(problem -> problem.in(home.directory().resolve(problem.file()).toString()))
              .map(FileProblem::toString)
              .toList());
    }
    if (Files.isDirectory(home.schedules())) {
      replaceWith(read);
    }
  }

  /**
   * Reads edited files.
   *
   * @param texts text of each file, by its name relative to the home
   * @param changed names of the changed files, whose requests must be right
   * @param strategies what requests may name; empty when the strategies have problems of their own
   * @param problems receives the mistakes
   */
  public List<FileSchedule> read(
      SortedMap<String, FileText> texts,
      Collection<String> changed,
      Optional<StrategyCatalog> strategies,
      List<FileProblem> problems) {
    return reader.read(texts, changed, strategies, problems);
  }

  /** Replaces the schedules of files, and has all schedules checked by the strategies of now. */
  public void replaceWith(List<FileSchedule> files) {
    if (!isWorker) {
      synchronized (this) {
        pending = List.copyOf(files);
      }
    }
    check.ask();
  }

  /** Brings the files into the table when that is not done yet. */
  public synchronized void mirror() {
    List<FileSchedule> files = pending;
    if (files == null) {
      return;
    }
    try {
      changes.mirror(files);
      pending = null;
    } catch (RuntimeException e) {
      if (!DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      LOG.debug("the schedules of files wait for PostgreSQL: {}", e.getMessage());
    }
  }
}
