package dev.trainyard.job.stream;

/**
 * What a stream sends next.
 *
 * @param bytes whole frames; empty for nothing
 * @param isLast whether the stream ends after them
 * @param isBehind whether {@link Subscription#catchUp} has to read before there is more
 */
public record Chunk(
    @SuppressWarnings("ArrayRecordComponent") byte[] bytes, boolean isLast, boolean isBehind) {

  /** There is nothing to send now. */
  static final Chunk NOTHING = new Chunk(new byte[0], false, false);

  /** There is nothing to send before the client has caught up. */
  static final Chunk BEHIND = new Chunk(new byte[0], false, true);

  /** The stream ends. */
  static final Chunk END = new Chunk(new byte[0], true, false);

  /** Returns whether there is nothing to send, and why does not matter. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }
}
