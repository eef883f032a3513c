package dev.trainyard.route.reload;

import dev.trainyard.files.EditedFiles;
import dev.trainyard.files.Snapshot;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.route.check.RouteCheck;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.springframework.stereotype.Component;

/**
 * Checks the files that the service is about to run as it checks edits. The check runs on a thread
 * of its own beside the rest of the start, which takes longer.
 */
@Component
class StartCheck {
  private final EditedFiles edited;
  private final Snapshot files;
  private final FutureTask<RouteCheck.Result> check;

  StartCheck(EditedFiles edited, RouteCheck routes) throws IOException {
    this.edited = edited;
    this.files = edited.read();
    this.check = new FutureTask<>(() -> routes.check(files.routes()));
    DaemonThreads.named("trainyard-start-check", check).start();
  }

  /** Returns the checked files. */
  Snapshot files() {
    return files;
  }

  /**
   * Returns the routes of the files, after waiting for the check.
   *
   * @throws StartupRefusedException when something is wrong with them
   */
  RouteModel model() {
    RouteCheck.Result result = result();
    if (!result.isValid()) {
      throw refusal(result.problems());
    }
    return result.model();
  }

  private RouteCheck.Result result() {
    try {
      return check.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the route files cannot be checked", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the start was interrupted", e);
    }
  }

  /** Names files by their full paths, because the user may be in another directory. */
  private StartupRefusedException refusal(List<FileProblem> problems) {
    List<String> lines =
        problems.stream()
            .map(problem -> problem.in(edited.home().resolve(problem.file()).toString()).toString())
            .toList();
    return lines.size() == 1
        ? new StartupRefusedException(lines.get(0))
        : new StartupRefusedException(
            "%d problems in the route files. Correct them:".formatted(lines.size()), lines);
  }
}
