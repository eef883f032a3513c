package dev.trainyard.cli.client;

import com.fasterxml.jackson.databind.JsonNode;

/** Is told how a job goes on. */
public interface JobListener {
  /** How far it is: the fields of {@code GET /jobs/{id}/progress}. */
  void progress(JsonNode progress);

  /** Its state has changed: the data of an event {@code state}. */
  default void state(JsonNode state) {}

  /** A trial was better than those before it, or is one of many: {@code number}, {@code score}. */
  default void trial(JsonNode trial) {}

  /**
   * There may be new lines in its log.
   *
   * @param upTo number of the newest line, if it is known; {@link Long#MAX_VALUE} otherwise
   */
  default void log(long upTo) {}

  /** The service does not answer, and is asked again. */
  default void away(String reason) {}
}
