package dev.trainyard.route.reload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.access.AuditLog;
import dev.trainyard.access.Caller;
import dev.trainyard.files.EditedFiles;
import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.TransactionException;

/**
 * Stores the last edits of all processes in PostgreSQL, each with the content needed to undo it.
 */
@Repository
public class RouteEdits {
  /** Number of edits kept for each home, and listed. */
  public static final int KEPT = 50;

  private static final char SYMBOL_FOR_NUL = '\u2400';

  private static final Logger LOG = LoggerFactory.getLogger(RouteEdits.class);

  private static final String ADD =
      """
      INSERT INTO route_edits (id, at, process, host, home, author, files, outcome, problems, diff, former)
      VALUES (:id, :at, :process, :host, :home, :author, :files::json, :outcome, :problems::json, :diff, :former::json)
      """;

  /**
   * Two processes of one home that delete old edits at the same time do not wait for each other's
   * rows.
   */
  private static final String FORGET_OLD =
      """
      DELETE FROM route_edits WHERE id IN (
          SELECT id FROM route_edits WHERE host = :host AND home = :home AND seq <=
              (SELECT seq FROM route_edits WHERE host = :host AND home = :home ORDER BY seq DESC OFFSET :kept LIMIT 1)
          ORDER BY seq FOR UPDATE SKIP LOCKED)
      """;

  private static final String LAST =
      "SELECT * FROM route_edits WHERE host IS NOT NULL ORDER BY seq DESC LIMIT :limit";

  /** A rollback restores the state before an edit, so it cannot itself be undone. */
  private static final String TO_UNDO =
      """
      SELECT id, former FROM route_edits
      WHERE host = :host AND home = :home AND outcome = 'applied' AND NOT undone ORDER BY seq DESC LIMIT 1
      """;

  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};
  private static final TypeReference<List<FileProblem>> PROBLEMS = new TypeReference<>() {};
  private static final TypeReference<LinkedHashMap<String, JsonNode>> TEXTS =
      new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final WorkerIdentity process;
  private final EditedFiles files;
  private final AuditLog audit;

  RouteEdits(
      JdbcClient jdbc,
      ObjectMapper json,
      WorkerIdentity process,
      EditedFiles files,
      AuditLog audit) {
    this.jdbc = jdbc;
    this.json = json;
    this.process = process;
    this.files = files;
    this.audit = audit;
  }

  /**
   * An edit that can be undone.
   *
   * @param former the content of each changed file before it; null for a file that did not exist
   */
  record Undo(UUID edit, Map<String, @Nullable FileText> former) {}

  /** Returns the newest edits of all processes. */
  public List<RouteEdit> last() {
    return jdbc.sql(LAST).param("limit", KEPT).query((row, number) -> edit(row)).list();
  }

  /**
   * Stores an edit. Without PostgreSQL it is only logged, because files can be edited even then.
   *
   * @param former the content of each changed file before it; null for a file that did not exist
   * @param caller who made it
   */
  void add(RouteEdit edit, Map<String, @Nullable FileText> former, Caller caller) {
    try {
      audit.change(caller, "routes." + edit.outcome(), edit.id(), () -> insert(edit, former));
      jdbc.sql(FORGET_OLD)
          .param("host", process.host())
          .param("home", files.home().toString())
          .param("kept", KEPT)
          .update();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("the edit cannot be stored in PostgreSQL: {}", e.getMessage());
    }
  }

  private Optional<UUID> insert(RouteEdit edit, Map<String, @Nullable FileText> former) {
    jdbc.sql(ADD)
        .param("id", edit.id())
        .param("at", java.sql.Timestamp.from(edit.at()))
        .param("process", edit.process())
        .param("host", process.host())
        .param("home", files.home().toString())
        .param("author", edit.author() == null ? null : storable(edit.author()))
        .param("files", write(edit.files()))
        .param("outcome", edit.outcome().name())
        .param("problems", write(storable(edit.problems())))
        .param("diff", storable(edit.diff()))
        .param("former", write(stored(former)))
        .update();
    return Optional.of(edit.id());
  }

  /** PostgreSQL cannot store NUL. */
  private static String storable(String text) {
    return text.replace('\0', SYMBOL_FOR_NUL);
  }

  private static List<FileProblem> storable(List<FileProblem> problems) {
    return problems.stream()
        .map(
            problem ->
                new FileProblem(
                    problem.file(), problem.line(), problem.column(), storable(problem.message())))
        .toList();
  }

  /** Returns each text as it is, and an object with the reason for a file that is not text. */
  private static Map<String, @Nullable Object> stored(Map<String, @Nullable FileText> files) {
    Map<String, @Nullable Object> stored = new LinkedHashMap<>();
    files.forEach(
        (name, file) -> stored.put(name, file instanceof FileText.Text text ? text.value() : file));
    return stored;
  }

  private Map<String, @Nullable FileText> former(String stored) {
    Map<String, FileText> files = new LinkedHashMap<>();
    read(stored, TEXTS)
        .forEach(
            (name, file) ->
                files.put(
                    name,
                    file.isTextual()
                        ? FileText.of(file.textValue())
                        : json.convertValue(file, FileText.Unreadable.class)));
    return files;
  }

  /** Finds the newest edit of this home that runs; empty when there is none. */
  Optional<Undo> newest() {
    return jdbc.sql(TO_UNDO)
        .param("host", process.host())
        .param("home", files.home().toString())
        .query(
            (row, number) ->
                new Undo(row.getObject("id", UUID.class), former(row.getString("former"))))
        .optional();
  }

  /** Marks an edit as undone. */
  void undone(UUID edit) {
    jdbc.sql("UPDATE route_edits SET undone = true WHERE id = :id").param("id", edit).update();
  }

  private RouteEdit edit(ResultSet row) throws SQLException {
    return new RouteEdit(
        row.getObject("id", UUID.class),
        row.getTimestamp("at").toInstant(),
        row.getString("process"),
        row.getString("author"),
        read(row.getString("files"), NAMES),
        RouteEdit.Outcome.valueOf(row.getString("outcome")),
        read(row.getString("problems"), PROBLEMS),
        row.getString("diff"));
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot read a stored edit", e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write an edit", e);
    }
  }
}
