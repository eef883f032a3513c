package dev.trainyard.access;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters by which a statement of a store notes who asked, each null for an anonymous. */
public final class CallerParameters {

  private CallerParameters() {}

  /** {@code client}, {@code caller}, {@code door} and {@code address}. */
  public static Map<String, @Nullable Object> of(Caller caller) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    parameters.put("client", caller.client());
    parameters.put("caller", caller.isAnonymous() ? null : caller.name());
    parameters.put("door", caller.door().label());
    parameters.put("address", caller.address());
    return parameters;
  }
}
