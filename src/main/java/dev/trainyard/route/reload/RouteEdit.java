package dev.trainyard.route.reload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.text.FileProblem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A change of files while the service ran.
 *
 * @param id its id
 * @param at when it was found
 * @param process the process that found it
 * @param author owner of the changed files; null when not known
 * @param files names of the changed files
 * @param outcome what became of it
 * @param problems why it was refused; empty when it was not
 * @param diff unified diff of the files
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RouteEdit(
    UUID id,
    Instant at,
    String process,
    String author,
    List<String> files,
    Outcome outcome,
    List<FileProblem> problems,
    String diff) {

  /** What may become of an edit; the names are those of SQL and JSON. */
  public enum Outcome {
    /** It runs. */
    applied,
    /** What ran before runs on. */
    refused,
    /** It ran, and brought back what had been before another. */
    rolled_back
  }
}
