package dev.trainyard.api.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.AuthMode;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.ProblemAdvice;
import dev.trainyard.api.problem.Problems;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.route.graph.RouteGraph;
import dev.trainyard.route.graph.RouteGraphs;
import dev.trainyard.route.reload.CheckedFile;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.route.reload.RouteFile;
import dev.trainyard.route.reload.RouteFileEditor;
import dev.trainyard.route.reload.WriteResult;
import dev.trainyard.text.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The running routes as a graph, and their files. No route serves them: they show what is wrong
 * when routes do not run, and who looks at the figures does not change them.
 */
@RestController
@RequestMapping("/api/v2/training/routes")
class RouteFileController {
  private static final FieldError NO_SUCH_PATH =
      new FieldError("path", "there is no such file; GET /routes/files lists them");

  private final RequestSchema checkSchema = RequestSchema.load("route-check-request.schema.json");
  private final RequestSchema writeSchema = RequestSchema.load("route-file-request.schema.json");
  private final RouteGraphs graphs;
  private final RouteFileEditor editor;
  private final AuthSettings access;

  RouteFileController(RouteGraphs graphs, RouteFileEditor editor, AuthSettings access) {
    this.graphs = graphs;
    this.editor = editor;
    this.access = access;
  }

  /** The routes that run, their steps and what they call. */
  @GetMapping("/graph")
  RouteGraph graph(HttpServletRequest request) {
    RequestParameters.none(request.getQueryString());
    return graphs.graph();
  }

  /**
   * A file of a list.
   *
   * @param path its path, relative to the home
   * @param digest tells its content from all others
   * @param routes ids of the routes that run from it
   * @param isRunning whether this content is what runs
   */
  record FileRow(String path, String digest, List<String> routes, boolean isRunning) {
    static FileRow of(RouteFile file) {
      return new FileRow(file.path(), file.digest(), file.routes(), file.isRunning());
    }
  }

  /** Files by path. */
  @GetMapping("/files")
  Page<FileRow> files(HttpServletRequest request) throws IOException {
    RequestParameters parameters = new RequestParameters(request.getQueryString());
    Cursor cursor = parameters.cursor();
    String after = cursor == null ? "" : cursor.read(text -> text);
    int limit = parameters.limit();
    List<FileRow> rows =
        editor.list().stream()
            .filter(file -> file.path().compareTo(after) > 0)
            .limit(limit + 1L)
            .map(FileRow::of)
            .toList();
    return Page.of(rows, limit, FileRow::path);
  }

  /** One file with its text. Files are looked up by name among those that are loaded. */
  @GetMapping("/files/{folder}/{name}")
  RouteFile file(
      @PathVariable("folder") String folder,
      @PathVariable("name") String name,
      HttpServletRequest request)
      throws IOException {
    RequestParameters.none(request.getQueryString());
    String path = path(folder, name);
    return editor.find(path).orElseThrow(() -> missing(path));
  }

  /** What would be wrong with the files if one had another text. */
  @PostMapping("/check")
  CheckedFile check(@RequestBody(required = false) byte @Nullable [] body) throws IOException {
    ObjectNode request = checkSchema.parse(body == null ? new byte[0] : body);
    checkSchema.check(request).throwIfAny();
    String path = request.get("path").textValue();
    return editor
        .check(path, request.get("text").textValue())
        .orElseThrow(() -> new InvalidRequestException(List.of(NO_SUCH_PATH)));
  }

  /**
   * What became of a file that was written.
   *
   * @param path its path, relative to the home
   * @param digest digest of the file as it is now
   * @param isRunning whether this content is what runs
   * @param edit the edit that it became; null when it runs already, or is not applied yet
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record WrittenFile(String path, String digest, boolean isRunning, @Nullable RouteEdit edit) {}

  /** Gives a file another text. */
  @PutMapping("/files/{folder}/{name}")
  ResponseEntity<?> write(
      @PathVariable("folder") String folder,
      @PathVariable("name") String name,
      @RequestBody(required = false) byte @Nullable [] body,
      @RequestHeader(name = Caller.HEADER, required = false) @Nullable String caller)
      throws IOException {
    if (access.mode() == AuthMode.OFF) {
      return refusal(
          HttpStatus.CONFLICT,
          "files are written over HTTP only while callers say who they are: start the service with"
              + " --trainyard.auth.mode=keys, or edit the file on the machine");
    }
    ObjectNode request = writeSchema.parse(body == null ? new byte[0] : body);
    writeSchema.check(request).throwIfAny();
    String path = path(folder, name);
    WriteResult result;
    try {
      result =
          editor.write(
              path,
              request.get("text").textValue(),
              request.get("digest").textValue(),
              Caller.of(caller));
    } catch (IOException e) {
      return refusal(HttpStatus.CONFLICT, WriteFailure.words(path, e));
    }
    if (result instanceof WriteResult.Missing) {
      throw missing(path);
    }
    if (result instanceof WriteResult.Changed changed) {
      ProblemDetail problem =
          Problems.problem(
              HttpStatus.PRECONDITION_FAILED,
              "%s has changed since it was read; nothing was written".formatted(path));
      problem.setProperty("digest", changed.digest());
      return ProblemAdvice.answer(problem);
    }
    if (result instanceof WriteResult.Invalid invalid) {
      ProblemDetail problem =
          Problems.problem(
              HttpStatus.UNPROCESSABLE_ENTITY,
              "the files would not run; nothing was written, see problems");
      problem.setProperty("problems", invalid.check().problems());
      return ProblemAdvice.answer(problem);
    }
    WriteResult.Written written = (WriteResult.Written) result;
    boolean isDecided = written.edit() != null || written.file().isRunning();
    return ResponseEntity.status(isDecided ? HttpStatus.OK : HttpStatus.ACCEPTED)
        .body(
            new WrittenFile(
                path, written.file().digest(), written.file().isRunning(), written.edit()));
  }

  private static String path(String folder, String name) {
    return "routes/%s/%s".formatted(folder, name);
  }

  private static NotFoundException missing(String path) {
    return new NotFoundException("there is no route file " + path);
  }

  private static ResponseEntity<?> refusal(HttpStatus status, String detail) {
    return ProblemAdvice.answer(Problems.problem(status, detail));
  }
}
