package dev.trainyard.api.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proxy says of the URL that its client asked for: {@code Forwarded} (RFC 7239) and the
 * older {@code X-Forwarded-} headers. Of a list the first element counts, which is the proxy that
 * the client spoke to; prefixes are joined. What is not as it must be is not there.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address, an IPv6 address in brackets
 * @param port from 1 to 65535
 * @param prefix path under which clients see the service, such as {@code /trade}
 */
record ForwardedOrigin(
    Optional<String> scheme,
    Optional<String> host,
    Optional<Integer> port,
    Optional<String> prefix) {
  private static final int MAX_LENGTH = 1_000;
  private static final Pattern SCHEME = Pattern.compile("(?i)https?");
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
  private static final Pattern PREFIX =
      Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+;=:@-]|%[0-9A-Fa-f]{2})+)*+/?");
  private static final Pattern DOTS = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

  /** A parameter of {@code Forwarded}, and what follows it. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*+([A-Za-z0-9-]++)=(?:([A-Za-z0-9!#$%&'*+.^_`|~:\\[\\]-]++)|\"([^\"\\\\]*+)\")\\s*+([;,]|$)");

  private static final String NOTHING = "";

  /**
   * What the headers of a request say.
   *
   * @param header value of a header by its name, several joined by commas; null when there is none
   */
  static ForwardedOrigin of(Function<String, String> header) {
    Function<String, String> bounded =
        name -> {
          String value = header.apply(name);
          return value == null || value.length() > MAX_LENGTH ? NOTHING : value;
        };
    String forwarded = bounded.apply("Forwarded");
    Optional<String> authority =
        authority(parameter(forwarded, "host")).or(() -> authority(first(bounded, "Host")));
    return new ForwardedOrigin(
        scheme(parameter(forwarded, "proto")).or(() -> scheme(first(bounded, "Proto"))),
        authority.map(ForwardedOrigin::hostOf),
        port(first(bounded, "Port")).or(() -> authority.flatMap(ForwardedOrigin::portOf)),
        prefix(bounded.apply("X-Forwarded-Prefix")));
  }

  /** The host of {@code host:port}. */
  static String hostOf(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    return parts.matches() ? parts.group(1) : NOTHING;
  }

  /** The port of {@code host:port}; empty when it has none. */
  static Optional<Integer> portOf(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    return parts.matches() && parts.group(2) != null ? port(parts.group(2)) : Optional.empty();
  }

  private static String first(Function<String, String> header, String name) {
    return header.apply("X-Forwarded-" + name).split(",", 2)[0].strip();
  }

  private static String parameter(String forwarded, String name) {
    Matcher parameters = PARAMETER.matcher(forwarded);
    int end = 0;
    while (parameters.find() && parameters.start() == end) {
      end = parameters.end();
      if (parameters.group(1).equalsIgnoreCase(name)) {
        return parameters.group(2) == null ? parameters.group(3) : parameters.group(2);
      }
      if (!parameters.group(4).equals(";")) {
        break;
      }
    }
    return NOTHING;
  }

  private static Optional<String> scheme(String text) {
    return SCHEME.matcher(text).matches()
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<String> authority(String text) {
    Matcher parts = AUTHORITY.matcher(text);
    boolean valid = parts.matches() && (parts.group(2) == null || port(parts.group(2)).isPresent());
    return valid ? Optional.of(text) : Optional.empty();
  }

  private static Optional<Integer> port(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,5}"))
        .map(Integer::valueOf)
        .filter(port -> port >= 1 && port <= 65_535);
  }

  private static Optional<String> prefix(String text) {
    StringBuilder joined = new StringBuilder();
    for (String one : text.split(",", -1)) {
      String part = one.strip();
      // one that began with two slashes would be another host, and dots would lead out of it
      if (!PREFIX.matcher(part).matches() || DOTS.matcher(part).find()) {
        return Optional.empty();
      }
      joined.append(part.endsWith("/") ? part.substring(0, part.length() - 1) : part);
    }
    return joined.isEmpty() && !text.strip().equals("/")
        ? Optional.empty()
        : Optional.of(joined.toString());
  }
}
