package dev.trainyard.operate;

import java.util.UUID;

/** Something that a client names and that is not there; its message is for the client. */
public final class NotFoundException extends RuntimeException {

  /** With the message that a client reads. */
  public NotFoundException(String message) {
    super(message);
  }

  /** No batch has that id. */
  public static NotFoundException batch(UUID id) {
    return new NotFoundException("there is no batch " + id);
  }

  /** No dead letter has that id. */
  public static NotFoundException deadLetter(UUID id) {
    return new NotFoundException("there is no failed job " + id);
  }

  /** No callback has that id. */
  public static NotFoundException callback(UUID id) {
    return new NotFoundException("there is no callback " + id);
  }

  /** No schedule has that id. */
  public static NotFoundException schedule(UUID id) {
    return new NotFoundException("there is no schedule " + id);
  }

  /** No fetch has that id. */
  public static NotFoundException fetch(UUID id) {
    return new NotFoundException("there is no fetch " + id);
  }

  /** No configuration has that id. */
  public static NotFoundException configuration(UUID id) {
    return new NotFoundException("there is no configuration " + id);
  }
}
