package dev.trainyard.route.reload;

import dev.trainyard.access.Caller;
import dev.trainyard.exchange.Exchange;
import dev.trainyard.exchange.ExchangeFiles;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.files.Home;
import dev.trainyard.files.Snapshot;
import dev.trainyard.files.StrategyCheck;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.route.check.CutOff;
import dev.trainyard.route.check.Remedy;
import dev.trainyard.route.check.RouteCheck;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.schedule.FileSchedule;
import dev.trainyard.schedule.file.ScheduleFiles;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Applies edited files to the running service: all that differ, together, when they are valid; none
 * of them otherwise.
 */
@Component
public class RouteReloader implements SmartInitializingSingleton {
  private static final Logger LOG = LoggerFactory.getLogger(RouteReloader.class);
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final EditedFiles files;
  private final Home home;
  private final StartCheck start;
  private final RouteCheck check;
  private final RouteSwap swap;
  private final StrategyCatalog strategies;
  private final ScheduleFiles schedules;
  private final ExchangeFiles exchanges;
  private final RouteEdits edits;
  private final WrittenFiles written;
  private final WorkerIdentity process;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  private volatile @Nullable Live live;
  private volatile @Nullable RouteEdit lastRefusal;
  private volatile boolean swapping;
  private @Nullable Snapshot refused;

  /** When to retry a valid edit that found messages in progress; null for never. */
  private @Nullable Instant again;

  RouteReloader(
      EditedFiles files,
      Home home,
      StartCheck start,
      RouteCheck check,
      RouteSwap swap,
      StrategyCatalog strategies,
      ScheduleFiles schedules,
      ExchangeFiles exchanges,
      RouteEdits edits,
      WrittenFiles written,
      WorkerIdentity process,
      ApplicationEventPublisher events,
      Clock clock) {
    this.files = files;
    this.home = home;
    this.start = start;
    this.check = check;
    this.swap = swap;
    this.strategies = strategies;
    this.schedules = schedules;
    this.exchanges = exchanges;
    this.edits = edits;
    this.written = written;
    this.process = process;
    this.events = events;
    this.clock = clock;
  }

  /** Runs before Camel makes the routes and anything reaches them. */
  @Override
  public void afterSingletonsInstantiated() {
    live = new Live(start.files(), start.model());
    schedules.start(start.files().schedules().texts());
    exchanges.start(start.files().exchanges().texts());
  }

  /** The running files and routes. */
  private record Live(Snapshot files, RouteModel model) {}

  private Live live() {
    return Objects.requireNonNull(live, "the routes are not checked yet");
  }

  /** Returns the running routes, as written in their files. */
  public RouteModel model() {
    return live().model();
  }

  /** Returns the running files, including those of strategies, schedules and exchanges. */
  Snapshot running() {
    return live().files();
  }

  /** Returns whether routes are being swapped at this moment. */
  public boolean isSwapping() {
    return swapping;
  }

  /** Returns why the files on disk do not run; empty when they do. */
  public Optional<RouteEdit> refusal() {
    return Optional.ofNullable(lastRefusal);
  }

  /**
   * Checks the files on disk, without changing anything.
   *
   * @throws IOException when they cannot be read
   */
  public List<FileProblem> check() throws IOException {
    return check(files.read());
  }

  /** Checks files as if they were those on disk, without changing anything. */
  List<FileProblem> check(Snapshot disk) {
    List<FileProblem> problems =
        new ArrayList<>(check.check(disk.routes(), Remedy.ROLLBACK).problems());
    schedules.read(
        disk.schedules().texts(), disk.texts().keySet(), loaded(disk, problems), problems);
    exchanges.read(disk.exchanges().texts(), problems);
    cutOff(disk, live(), problems);
    return problems;
  }

  /**
   * Applies the files on disk, even if they were refused before.
   *
   * @return the edit; empty when the files are the running ones
   * @throws IOException when they cannot be read
   */
  public Optional<RouteEdit> reload() throws IOException {
    return apply(files.read(), RouteEdit.Outcome.applied, Caller.FILES);
  }

  /**
   * Applies files found on disk, unless they run already, were refused last, or have changed again.
   */
  synchronized void found(Snapshot disk) throws IOException {
    boolean asEver = refused == null && disk.texts().equals(live().files().texts());
    if (asEver) {
      written.decided(disk, null);
      return;
    }
    if (!files.read().texts().equals(disk.texts())) {
      return;
    }
    if (!disk.texts().equals(live().files().texts())) {
      boolean due = again != null && !clock.instant().isBefore(again);
      if (refused == null || due || !disk.texts().equals(refused.texts())) {
        apply(disk, RouteEdit.Outcome.applied, written.author(disk, live().files()));
      }
    } else if (refused != null) {
      LOG.info("the files on disk match the running ones again");
      forgetRefusal();
      written.decided(disk, null);
    }
  }

  /**
   * Undoes the last edit, on disk too: restores the running files when it was refused, and the
   * files before it when it runs.
   *
   * @param caller who asks for the rollback
   * @return the edit that does it; empty when there is none to undo
   * @throws IOException when the files cannot be written
   */
  public synchronized Optional<RouteEdit> rollback(Caller caller) throws IOException {
    Snapshot disk = files.read();
    if (!disk.texts().equals(live().files().texts())) {
      return Optional.of(dropFromDisk(disk, caller));
    }
    Optional<RouteEdits.Undo> undo = edits.newest();
    if (undo.isEmpty()) {
      return Optional.empty();
    }
    files.write(undo.get().former());
    Optional<RouteEdit> edit = apply(files.read(), RouteEdit.Outcome.rolled_back, caller);
    if (edit.isEmpty() || edit.get().outcome() == RouteEdit.Outcome.rolled_back) {
      edits.undone(undo.get().edit());
    }
    return edit;
  }

  /**
   * What a rollback would do now.
   *
   * @param files the files that it would write or delete
   * @param diff unified diff of them
   */
  public record Undoing(List<String> files, String diff) {}

  /**
   * Says what {@link #rollback} would do, without changing anything.
   *
   * @return empty when there is nothing to undo
   * @throws IOException when the files cannot be read
   */
  public Optional<Undoing> toUndo() throws IOException {
    Snapshot disk = files.read();
    Snapshot running = live().files();
    if (!disk.texts().equals(running.texts())) {
      return Optional.of(
          new Undoing(List.copyOf(running.changedSince(disk)), running.diffSince(disk)));
    }
    return edits
        .newest()
        .map(RouteEdits.Undo::former)
        .map(former -> new Undoing(List.copyOf(former.keySet()), disk.diffTo(former)));
  }

  private RouteEdit dropFromDisk(Snapshot disk, Caller caller) throws IOException {
    Snapshot running = live().files();
    Map<String, @Nullable FileText> texts = textsOf(running, running.changedSince(disk));
    files.write(texts);
    RouteEdit edit =
        new RouteEdit(
            UUID.randomUUID(),
            clock.instant(),
            process.id(),
            null,
            List.copyOf(texts.keySet()),
            RouteEdit.Outcome.rolled_back,
            List.of(),
            running.diffSince(disk));
    forgetRefusal();
    keep(edit, disk, caller);
    return edit;
  }

  /** Returns the contents of the named files; null for one that does not exist. */
  private static Map<String, @Nullable FileText> textsOf(
      Snapshot snapshot, Collection<String> names) {
    Map<String, @Nullable FileText> texts = new LinkedHashMap<>();
    names.forEach(name -> texts.put(name, snapshot.texts().get(name)));
    return texts;
  }

  private synchronized Optional<RouteEdit> apply(
      Snapshot disk, RouteEdit.Outcome outcome, Caller caller) {
    Live before = live();
    if (disk.texts().equals(before.files().texts())) {
      forgetRefusal();
      return Optional.empty();
    }
    Instant found = clock.instant();
    RouteCheck.Result result = check.check(disk.routes(), Remedy.ROLLBACK);
    List<FileProblem> problems = new ArrayList<>(result.problems());
    Optional<StrategyCatalog> loaded = loaded(disk, problems);
    List<FileSchedule> scheduled =
        schedules.read(
            disk.schedules().texts(), disk.changedSince(before.files()), loaded, problems);
    SortedMap<String, Exchange> described = exchanges.read(disk.exchanges().texts(), problems);
    Instant checked = clock.instant();
    again = null;
    cutOff(disk, before, problems);
    if (problems.isEmpty()) {
      swapping = true;
      try {
        swap.swap(before.model(), result.model());
        loaded.ifPresent(strategies::replaceWith);
        schedules.replaceWith(scheduled);
        exchanges.replaceWith(described);
        live = new Live(disk, result.model());
        LOG.info(
            "checked in {} ms, swapped in {} ms",
            Duration.between(found, checked).toMillis(),
            Duration.between(checked, clock.instant()).toMillis());
      } catch (SwapFailedException e) {
        if (e.isTriedAgain()) {
          again = clock.instant().plus(RETRY);
        } else {
          LOG.warn("the edit is valid but could not be applied", e);
        }
        problems.add(e.problem(firstFile(disk, before)));
      } finally {
        swapping = false;
      }
    }
    RouteEdit edit = edit(disk, before, problems, outcome, caller);
    if (problems.isEmpty()) {
      forgetRefusal();
    } else {
      refused = disk;
      lastRefusal = edit;
    }
    keep(edit, before.files(), caller);
    written.decided(disk, edit);
    return Optional.of(edit);
  }

  /**
   * Reports files that are cut off, unless a problem at the same place is reported already because
   * of the delivered file.
   */
  private static void cutOff(Snapshot disk, Live before, List<FileProblem> problems) {
    for (String name : disk.changedSince(before.files())) {
      if (disk.texts().get(name) instanceof FileText.Text text
          && before.files().texts().get(name) instanceof FileText.Text former) {
        CutOff.withinLine(name, text.value(), former.value())
            .filter(cut -> problems.stream().noneMatch(known -> isSameLine(known, cut)))
            .ifPresent(problems::add);
      }
    }
  }

  private static boolean isSameLine(FileProblem one, FileProblem other) {
    return one.file().equals(other.file())
        && one.line() == other.line()
        && one.column() == other.column();
  }

  private void keep(RouteEdit edit, Snapshot former, Caller caller) {
    log(edit);
    edits.add(edit, textsOf(former, edit.files()), caller);
    events.publishEvent(edit);
  }

  private Optional<StrategyCatalog> loaded(Snapshot disk, List<FileProblem> problems) {
    try {
      return Optional.of(
          strategies.with(home.name(home.strategies().toString()), disk.strategies().texts()));
    } catch (StrategyFileException e) {
      problems.addAll(StrategyCheck.problems(home, e));
      return Optional.empty();
    }
  }

  private static String firstFile(Snapshot disk, Live before) {
    return disk.changedSince(before.files()).first();
  }

  private RouteEdit edit(
      Snapshot disk,
      Live before,
      List<FileProblem> problems,
      RouteEdit.Outcome outcome,
      Caller caller) {
    boolean isWritten = outcome == RouteEdit.Outcome.applied && !caller.equals(Caller.FILES);
    return new RouteEdit(
        UUID.randomUUID(),
        clock.instant(),
        process.id(),
        isWritten ? caller.name() : disk.authorSince(before.files()).orElse(null),
        List.copyOf(disk.changedSince(before.files())),
        problems.isEmpty() ? outcome : RouteEdit.Outcome.refused,
        List.copyOf(problems),
        disk.diffSince(before.files()));
  }

  private static void log(RouteEdit edit) {
    if (edit.problems().isEmpty()) {
      LOG.info("{}: {}", edit.outcome(), String.join(", ", edit.files()));
    } else {
      LOG.warn(
          "refused; the former files keep running: {}\n{}",
          String.join(", ", edit.files()),
          String.join("\n", edit.problems().stream().map(FileProblem::toString).toList()));
    }
  }

  private void forgetRefusal() {
    refused = null;
    lastRefusal = null;
  }
}
