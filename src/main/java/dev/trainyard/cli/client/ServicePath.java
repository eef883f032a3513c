package dev.trainyard.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path below the base of the API, with its query. Immutable. */
public final class ServicePath {
  private final String text;

  private ServicePath(String text) {
    this.text = text;
  }

  /**
   * Returns a path whose places are filled with names that users have written.
   *
   * @param template such as {@code /jobs/{}/logs}
   * @param names one for each place
   * @throws ServiceException when a name is empty or would mean another path
   */
  public static ServicePath of(String template, String... names) {
    String text = template;
    for (String name : names) {
      if (name.isBlank() || name.equals(".") || name.equals("..")) {
        throw new ServiceException(
            ServiceException.USAGE, "'%s' is not an id or a name.".formatted(name));
      }
      text = text.substring(0, text.indexOf("{}")) + encode(name) + rest(text);
    }
    return new ServicePath(text);
  }

  private static String rest(String text) {
    return text.substring(text.indexOf("{}") + 2);
  }

  /** Returns the path with one more query parameter; the same path when the value is null. */
  public ServicePath with(String name, @Nullable Object value) {
    return value == null
        ? this
        : new ServicePath(
            text + (text.contains("?") ? "&" : "?") + name + "=" + encode(value.toString()));
  }

  /**
   * Returns the path with a parameter whose values are separated by commas, unless there is none.
   */
  public ServicePath withAll(String name, List<String> values) {
    return values.isEmpty() ? this : with(name, String.join(",", values));
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
