package dev.trainyard.monitor.jmx;

import dev.trainyard.access.Caller;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.route.reload.RouteReloader;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.stereotype.Component;

/** The files that users edit, over JMX. */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=Routes",
    description = "The files of routes and strategies that this process runs")
public class RouteManagement {
  private final RouteReloader reloader;
  private final Map<RouteEdit.Outcome, AtomicLong> outcomes = new ConcurrentHashMap<>();

  /** Null before the first edit. */
  private volatile @Nullable RouteEdit last;

  RouteManagement(RouteReloader reloader) {
    this.reloader = reloader;
  }

  @EventListener
  void edited(RouteEdit edit) {
    outcomes.computeIfAbsent(edit.outcome(), outcome -> new AtomicLong()).incrementAndGet();
    last = edit;
  }

  @ManagedAttribute(description = "Routes that run")
  public int getRoutes() {
    return reloader.model().units().size();
  }

  @ManagedAttribute(description = "Edits since the start that run or have run")
  public long getApplied() {
    return count(RouteEdit.Outcome.applied);
  }

  @ManagedAttribute(description = "Edits since the start that were refused")
  public long getRefused() {
    return count(RouteEdit.Outcome.refused);
  }

  @ManagedAttribute(description = "Edits since the start that were undone")
  public long getRolledBack() {
    return count(RouteEdit.Outcome.rolled_back);
  }

  @ManagedAttribute(description = "When files last changed, ISO-8601; null before the first time")
  public @Nullable String getLastEditTime() {
    RouteEdit edit = last;
    return edit == null ? null : edit.at().toString();
  }

  @ManagedAttribute(
      description =
          "Why the files on disk do not run: file:line:column: reason; empty when they do")
  public String[] getProblems() {
    return reloader.refusal().map(edit -> lines(edit.problems())).orElseGet(() -> new String[0]);
  }

  /** Returns the problems of the files on disk; changes nothing. */
  @ManagedOperation(description = "Says what is wrong with the files on disk, changing nothing")
  public String[] check() throws IOException {
    return lines(reloader.check());
  }

  /** Loads the files on disk, also after a refusal; returns their problems. */
  @ManagedOperation(description = "Brings in the files on disk; returns what is wrong with them")
  public String[] reload() throws IOException {
    return reloader.reload().map(edit -> lines(edit.problems())).orElseGet(() -> new String[0]);
  }

  /** Undoes the last edit; returns its files. */
  @ManagedOperation(description = "Brings back what the last edit changed; returns the files")
  public String[] rollback() throws IOException {
    Optional<RouteEdit> edit = reloader.rollback(Caller.JMX);
    if (edit.isEmpty()) {
      throw new IllegalStateException("there is no edit to undo");
    }
    if (!edit.get().problems().isEmpty()) {
      throw new IllegalStateException(String.join("; ", lines(edit.get().problems())));
    }
    return edit.get().files().toArray(String[]::new);
  }

  private long count(RouteEdit.Outcome outcome) {
    AtomicLong count = outcomes.get(outcome);
    return count == null ? 0 : count.get();
  }

  private static String[] lines(List<FileProblem> problems) {
    return problems.stream().map(FileProblem::toString).toArray(String[]::new);
  }
}
