package dev.trainyard.schedule;

/**
 * What a schedule submits.
 *
 * @param kind a training request, a batch or a fetch
 * @param json the request as its author wrote it; its defaults are filled in when it fires
 */
public record ScheduledWork(Kind kind, String json) {

  /** The kinds of work. */
  public enum Kind {
    /** A training request, as {@code POST /start} takes it. */
    REQUEST("request"),
    /** A batch, as {@code POST /batches} takes it. */
    BATCH("batch"),
    /** A fetch of candles. */
    FETCH("fetch");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The field of a schedule that holds it. */
    public String field() {
      return field;
    }
  }
}
