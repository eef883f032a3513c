package dev.trainyard.api.route;

import dev.trainyard.access.Caller;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.route.reload.RouteEdits;
import dev.trainyard.route.reload.RouteReloader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The edits of the files, and their undoing. No route serves it: it must work when an edit has
 * broken what the routes do, and no request through the routes may be on its way in a swap.
 */
@RestController
@RequestMapping("/api/v2/training/routes")
class RouteEditController {
  private static final String NOTHING_TO_UNDO = "there is no edit to undo: each has been undone";

  private final RouteReloader reloader;
  private final RouteEdits edits;

  RouteEditController(RouteReloader reloader, RouteEdits edits) {
    this.reloader = reloader;
    this.edits = edits;
  }

  /** The last edits of all processes, the newest first. */
  @GetMapping("/edits")
  Page<RouteEdit> edits(HttpServletRequest request) {
    RequestParameters parameters = new RequestParameters(request.getQueryString());
    int limit = parameters.limit();
    List<RouteEdit> rows = edits.last();
    Cursor cursor = parameters.cursor();
    if (cursor != null) {
      UUID end = cursor.id();
      rows = rows.stream().dropWhile(edit -> !edit.id().equals(end)).skip(1).toList();
    }
    return Page.of(
        rows.subList(0, Math.min(rows.size(), limit + 1)), limit, RouteEditController::end);
  }

  private static String end(RouteEdit edit) {
    return edit.id().toString();
  }

  /** What the next rollback would change. */
  @GetMapping("/rollback")
  RouteReloader.Undoing toUndo(HttpServletRequest request) throws IOException {
    RequestParameters.none(request.getQueryString());
    return reloader.toUndo().orElseThrow(() -> new NotFoundException(NOTHING_TO_UNDO));
  }

  /**
   * Brings back what the last edit has changed, on disk too; answers with the edit that does it.
   */
  @PostMapping("/rollback")
  ResponseEntity<?> rollback(
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller) {
    RouteEdit edit;
    try {
      edit =
          reloader
              .rollback(Caller.of(caller))
              .orElseThrow(() -> new NotFoundException(NOTHING_TO_UNDO));
    } catch (IOException e) {
      return ProblemAdvice.answer(
          Problems.problem(HttpStatus.CONFLICT, "the files cannot be written: " + e.getMessage()));
    }
    if (edit.outcome() == RouteEdit.Outcome.refused) {
      ProblemDetail problem =
          Problems.problem(
              HttpStatus.CONFLICT,
              "the files as they were before do not fit those of now; correct the files, see problems");
      problem.setProperty("problems", edit.problems());
      return ProblemAdvice.answer(problem);
    }
    return ResponseEntity.ok(edit);
  }
}
