package dev.trainyard.route.check;

/** Camel makes an endpoint, with which no message can do what the file says. */
final class UnusableEndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String uri;
  private final String part;

  /**
   * @param uri the endpoint
   * @param part what of it is wrong, as it is written
   */
  UnusableEndpointException(String uri, String part, String message) {
    super(message);
    this.uri = uri;
    this.part = part;
  }

  /** The endpoint. */
  String uri() {
    return uri;
  }

  /** What of it is wrong. */
  String part() {
    return part;
  }
}
