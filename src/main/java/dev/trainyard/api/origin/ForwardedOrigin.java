package dev.trainyard.api.origin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of the URL that its client asked for: {@code Forwarded} (RFC 7239) and the
 * older {@code X-Forwarded-} headers. Of a list the first element counts, which is the proxy that
 * the client spoke to; prefixes are joined. What is not as it must be is not there, and a {@code
 * Forwarded} with one fault is not there at all: a part of it would be another URL.
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

  /** Labels with dots between them, the last of which is not a number: that would be an address. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.)*"
              + "(?![0-9]+\\.?$)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
  private static final Pattern PREFIX =
      Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+;=:@-]|%[0-9A-Fa-f]{2})+)*+/?");
  private static final Pattern DOTS = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");

  /** A parameter of {@code Forwarded}, or none, and what follows it. */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*+(?:([A-Za-z0-9-]++)=(?:([A-Za-z0-9!#$%&'*+.^_`|~:\\[\\]-]++)|\"([^\"\\\\]*+)\")\\s*+)?([;,]|$)");

  private static final String NOTHING = "";

  /**
   * What the headers of a request say.
   *
   * @param header value of a header by its name, several joined by commas; null when there is none
   */
  static ForwardedOrigin of(Function<String, @Nullable String> header) {
    Function<String, String> bounded =
        name -> {
          String value = header.apply(name);
          return value == null || value.length() > MAX_LENGTH ? NOTHING : value;
        };
    Map<String, String> forwarded = forwarded(bounded.apply("Forwarded"));
    Optional<String> authority =
        Optional.ofNullable(forwarded.get("host")).or(() -> authority(first(bounded, "Host")));
    return new ForwardedOrigin(
        scheme(forwarded.getOrDefault("proto", first(bounded, "Proto"))),
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

  /** The parameters of the first element by their names; none when anything is malformed. */
  private static Map<String, String> forwarded(String header) {
    Map<String, String> first = new HashMap<>();
    Set<String> names = new HashSet<>();
    boolean inFirst = true;
    Matcher parameters = PARAMETER.matcher(header);
    int end = 0;
    while (end < header.length()) {
      if (!parameters.find() || parameters.start() != end) {
        return Map.of();
      }
      end = parameters.end();
      if (parameters.group(1) != null) {
        String name = parameters.group(1).toLowerCase(Locale.ROOT);
        String value = parameters.group(2) == null ? parameters.group(3) : parameters.group(2);
        if (!names.add(name) || !isUsable(name, value)) {
          return Map.of();
        }
        if (inFirst) {
          first.put(name, value);
        }
      }
      if (parameters.group(4).equals(",")) {
        inFirst &= names.isEmpty();
        names.clear();
      }
    }
    return first;
  }

  private static boolean isUsable(String name, String value) {
    return switch (name) {
      case "proto" -> scheme(value).isPresent();
      case "host" -> authority(value).isPresent();
      default -> true;
    };
  }

  private static Optional<String> scheme(String text) {
    return SCHEME.matcher(text).matches()
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Optional<String> authority(String text) {
    Matcher parts = AUTHORITY.matcher(text);
    boolean valid =
        parts.matches()
            && isHost(parts.group(1))
            && (parts.group(2) == null || port(parts.group(2)).isPresent());
    return valid ? Optional.of(text) : Optional.empty();
  }

  private static boolean isHost(String text) {
    if (!text.startsWith("[")) {
      return NAME.matcher(text).matches() || IPV4.matcher(text).matches();
    }
    try {
      // an address in brackets is never looked up
      return text.contains(":") && InetAddress.getByName(text) != null;
    } catch (UnknownHostException e) {
      return false;
    }
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
