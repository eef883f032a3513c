package dev.trainyard.api;

/** Something that a client names and that is not there; its message is for the client. */
final class NotFoundException extends RuntimeException {

  NotFoundException(String message) {
    super(message);
  }
}
