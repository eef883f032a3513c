package dev.trainyard.route.check.endpoint;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown when an endpoint can be made but not used as the file says. */
public final class UnusableEndpointException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String uri;
  private final String part;

  /**
   * @param uri the endpoint
   * @param part the wrong part of it, as written
   * @param message what is wrong with it, for the author of the route
   */
  UnusableEndpointException(@Nullable String uri, String part, String message) {
    super(message);
    this.uri = uri;
    this.part = part;
  }

  /** Creates a refusal of a part that is written alone, apart from the rest of the endpoint. */
  UnusableEndpointException(String part, String message) {
    this(null, part, message);
  }

  /** Returns the endpoint; empty when its part is written alone. */
  public Optional<String> uri() {
    return Optional.ofNullable(uri);
  }

  /** Returns the wrong part. */
  public String part() {
    return part;
  }
}
