package dev.trainyard.route.reload;

import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.files.Snapshot;
import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Shows, checks and writes single route files, and those that describe exchanges. What it writes is
 * then found like what users save, and applied with whatever else has changed.
 */
@Component
public class RouteFileEditor {
  /** Longer than an edit takes on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EditedFiles files;
  private final RouteReloader reloader;
  private final WrittenFiles written;
  private final AuditLog audit;

  /** A check takes a core for a while, so they take turns. */
  private final Object turn = new Object();

  RouteFileEditor(EditedFiles files, RouteReloader reloader, WrittenFiles written, AuditLog audit) {
    this.files = files;
    this.reloader = reloader;
    this.written = written;
    this.audit = audit;
  }

  /** Returns the files by path. */
  public List<RouteFile> list() throws IOException {
    return contents(files.read()).entrySet().stream()
        .map(file -> describe(file.getKey(), file.getValue()))
        .toList();
  }

  /** Finds a file; empty when there is none, or none that is loaded. */
  public Optional<RouteFile> find(String path) throws IOException {
    return Optional.ofNullable(contents(files.read()).get(path))
        .map(content -> describe(path, content));
  }

  /** Checks all files with another text of one; empty when there is no such file. */
  public Optional<CheckedFile> check(String path, String text) throws IOException {
    synchronized (turn) {
      Snapshot disk = files.read();
      FileText former = contents(disk).get(path);
      return former == null
          ? Optional.empty()
          : Optional.of(check(disk, path, former, EditedText.written(text)));
    }
  }

  private CheckedFile check(Snapshot disk, String path, FileText former, FileText content) {
    Snapshot edited = disk.with(path, content);
    return new CheckedFile(
        path, EditedText.digest(former), reloader.check(edited), edited.diffSince(disk));
  }

  /**
   * Writes a file as it is given, when all files may run with it, and waits a while for what
   * becomes of it.
   *
   * @param digest digest of the version that the text was made from
   * @throws IOException when the file cannot be read or written; its former content stays
   */
  public WriteResult write(String path, String text, String digest, Caller caller)
      throws IOException {
    CompletableFuture<Optional<RouteEdit>> outcome;
    synchronized (turn) {
      Snapshot disk = files.read();
      FileText former = contents(disk).get(path);
      if (former == null) {
        return new WriteResult.Missing();
      }
      if (!EditedText.digest(former).equals(digest)) {
        return new WriteResult.Changed(EditedText.digest(former));
      }
      FileText content = EditedText.written(text);
      CheckedFile check = check(disk, path, former, content);
      if (!check.problems().isEmpty()) {
        return new WriteResult.Invalid(check);
      }
      FileText now = contents(files.read()).get(path);
      if (!former.equals(now)) {
        return now == null
            ? new WriteResult.Missing()
            : new WriteResult.Changed(EditedText.digest(now));
      }
      if (former.equals(content)) {
        return new WriteResult.Written(describe(path, content), null);
      }
      outcome = store(path, content, caller);
    }
    RouteEdit edit = await(outcome);
    FileText now =
        Objects.requireNonNullElse(contents(files.read()).get(path), EditedText.written(text));
    return new WriteResult.Written(describe(path, now), edit);
  }

  /** The line of the audit log and the file come together: without the one there is no other. */
  private CompletableFuture<Optional<RouteEdit>> store(String path, FileText content, Caller caller)
      throws IOException {
    CompletableFuture<Optional<RouteEdit>> outcome = written.add(path, content, caller);
    boolean isStored = false;
    try {
      audit.change(caller, "routes.write", path, () -> Optional.of(move(path, content)));
      isStored = true;
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause(), "a fault without its cause");
    } finally {
      if (!isStored) {
        written.forget(path);
      }
    }
    return outcome;
  }

  private String move(String path, FileText content) {
    try {
      files.write(Map.of(path, content));
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable RouteEdit await(CompletableFuture<Optional<RouteEdit>> outcome) {
    try {
      return outcome.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).orElse(null);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody fails it", e);
    }
  }

  private SortedMap<String, FileText> contents(Snapshot disk) {
    SortedMap<String, FileText> contents = new TreeMap<>(disk.routes().texts());
    contents.putAll(disk.exchanges().texts());
    contents.keySet().removeIf(name -> !files.isInHome(name));
    return contents;
  }

  private RouteFile describe(String path, FileText content) {
    FileProblem problem =
        content instanceof FileText.Unreadable unreadable ? unreadable.problem(path) : null;
    return new RouteFile(
        path,
        EditedText.digest(content),
        content.text().orElse(null),
        problem,
        reloader.model().units().values().stream()
            .filter(unit -> unit.item().file().equals(path))
            .map(unit -> unit.id())
            .toList(),
        content.equals(reloader.running().texts().get(path)));
  }
}
