package dev.trainyard.route.reload;

import dev.trainyard.files.EditedFiles;
import dev.trainyard.files.Snapshot;
import dev.trainyard.files.UnreadFiles;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Reads the files repeatedly, and applies a change once two reads agree: editors save in several
 * steps, and a set of files arrives one by one. The contents are compared, since neither
 * notifications nor times can be trusted on every file system.
 */
@Component
class RouteWatcher implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteWatcher.class);

  private final EditedFiles files;
  private final UnreadFiles others;
  private final RouteReloader reloader;
  private final Duration interval;
  private final Thread thread = DaemonThreads.named("trainyard-route-watcher", this);
  private volatile boolean stopping;

  RouteWatcher(
      EditedFiles files, UnreadFiles others, RouteReloader reloader, ReloadSettings settings) {
    this.files = files;
    this.others = others;
    this.reloader = reloader;
    this.interval = settings.interval();
  }

  @EventListener
  void start(ApplicationReadyEvent ready) {
    if (!interval.isZero()) {
      thread.start();
    }
  }

  /** Stops before the routes do: an edit must not start one again. */
  @EventListener
  void stop(ContextClosedEvent closed) {
    stopping = true;
    thread.interrupt();
  }

  @Override
  public void run() {
    Snapshot last = null;
    List<FileProblem> known = List.of();
    String lastFailure = "";
    while (!stopping) {
      try {
        Thread.sleep(interval.toMillis());
        Snapshot now = files.read();
        if (last != null && now.texts().equals(last.texts())) {
          reloader.found(now);
        }
        last = now;
        List<FileProblem> unread = others.find();
        logNew(unread, known);
        known = unread;
        lastFailure = "";
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException | Error e) {
        OutOfMemory.endProcessIfCauseOf(e);
        if (!lastFailure.equals(String.valueOf(e.getMessage()))) {
          LOG.error("the route files cannot be read; trying again until they can", e);
        }
        lastFailure = String.valueOf(e.getMessage());
      }
    }
  }

  private static void logNew(List<FileProblem> unread, List<FileProblem> known) {
    unread.stream().filter(file -> !known.contains(file)).forEach(file -> LOG.warn("{}", file));
  }
}
