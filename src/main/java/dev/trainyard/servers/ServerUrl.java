package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Node;

/**
 * The parts of {@code scheme://user:password@hosts/path?query}.
 *
 * <p>{@code java.net.URI} does not split an authority with several hosts, or with an underscore in
 * a host name, which is usual in container networks. Its error messages repeat the input, password
 * included.
 *
 * @param scheme lower case
 * @param username decoded; empty when absent
 * @param password decoded; empty when absent
 * @param hosts as written: {@code host[:port]}, several separated by commas
 * @param path as written, without the leading slash; empty when absent
 * @param query as written, without the question mark; empty when absent
 */
record ServerUrl(
    String scheme, String username, String password, String hosts, String path, String query) {

  private static final String HOST = "(?:[\\w.-]+|\\[[0-9A-Fa-f:.%]+])(?::(?:\\d{1,5}))?";
  private static final Pattern HOSTS = Pattern.compile(HOST + "(?:," + HOST + ")*");
  private static final Pattern PORT = Pattern.compile(":(\\d+)(?:,|$)");
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>[a-zA-Z][\\w+.:-]*)://(?:(?<userinfo>[^/?#]*)@)?(?<hosts>[^/?#@]*)"
              + "(?:/(?<path>[^?#]*))?(?:\\?(?<query>[^#]*))?");

  /**
   * Splits a URL into its parts.
   *
   * @throws IllegalArgumentException when it is not a URL; the message never repeats any of its
   *     parts
   */
  static ServerUrl parse(String url) {
    Matcher parts = URL.matcher(url.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("it is not a URL");
    }
    String hosts = parts.group("hosts");
    if (!HOSTS.matcher(hosts).matches()) {
      throw new IllegalArgumentException("its host or port is missing or malformed");
    }
    requireValidPorts(hosts);
    String userinfo = orEmpty(parts.group("userinfo"));
    int colon = userinfo.indexOf(':');
    return new ServerUrl(
        parts.group("scheme").toLowerCase(Locale.ROOT),
        decode(colon < 0 ? userinfo : userinfo.substring(0, colon)),
        colon < 0 ? "" : decode(userinfo.substring(colon + 1)),
        hosts,
        orEmpty(parts.group("path")),
        orEmpty(parts.group("query")));
  }

  /**
   * Returns the hosts, one by one, IPv6 addresses without brackets.
   *
   * @param defaultPort port of a host that is written without one
   */
  List<Node> nodes(int defaultPort) {
    return Arrays.stream(hosts.split(",")).map(host -> node(host, defaultPort)).toList();
  }

  private static Node node(String text, int defaultPort) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']');
    String host = hasPort ? text.substring(0, colon) : text;
    return new Node(
        host.replaceAll("[\\[\\]]", ""),
        hasPort ? Integer.parseInt(text.substring(colon + 1)) : defaultPort);
  }

  /**
   * Decodes {@code %xx}; a plus stays a plus.
   *
   * @throws IllegalArgumentException for a percent sign without two hexadecimal digits
   */
  static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a % in it is not followed by two hexadecimal digits");
    }
  }

  private static void requireValidPorts(String hosts) {
    Matcher ports = PORT.matcher(hosts);
    while (ports.find()) {
      int port = Integer.parseInt(ports.group(1));
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("its port must be between 1 and 65535");
      }
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return scheme + "://" + hosts + "/" + path;
  }
}
