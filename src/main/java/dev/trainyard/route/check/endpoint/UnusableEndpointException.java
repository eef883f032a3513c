package dev.trainyard.route.check.endpoint;

import java.util.Optional;

/** Camel makes an endpoint, with which no message can do what the file says. */
public final class UnusableEndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String uri;
  private final String part;

  /**
   * @param uri the endpoint
   * @param part what of it is wrong, as it is written
   * @param message what is wrong with it, for the author of the route
   */
  UnusableEndpointException(String uri, String part, String message) {
    super(message);
    this.uri = uri;
    this.part = part;
  }

  /** For a part that is written alone, wherever the rest of the endpoint is. */
  UnusableEndpointException(String part, String message) {
    this(null, part, message);
  }

  /** The endpoint; empty when its part is written alone. */
  public Optional<String> uri() {
    return Optional.ofNullable(uri);
  }

  /** What of it is wrong. */
  public String part() {
    return part;
  }
}
