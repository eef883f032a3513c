package dev.trainyard.route.reload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.text.FileProblem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of files while the service ran.
 *
 * @param id its id
 * @param at when it was found
 * @param process the process that found it
 * @param author who wrote the files over HTTP, or else their owner; null when not known
 * @param files names of the changed files
 * @param outcome whether it was applied
 * @param problems why it was refused; empty otherwise
 * @param diff unified diff of the files
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RouteEdit(
    UUID id,
    Instant at,
    String process,
    @Nullable String author,
    List<String> files,
    Outcome outcome,
    List<FileProblem> problems,
    String diff) {

  /** The possible outcomes of an edit; the names are those of SQL and JSON. */
  public enum Outcome {
    /** The edit runs. */
    applied,
    /** The former routes continue to run. */
    refused,
    /** The edit runs, and restored what had been before another edit. */
    rolled_back
  }
}
