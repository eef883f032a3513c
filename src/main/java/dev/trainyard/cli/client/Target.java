package dev.trainyard.cli.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The service that commands ask.
 *
 * @param url address of the service, without the path of the API
 * @param key what the service knows the user by; null for none
 */
public record Target(URI url, @Nullable String key) {
  /** Where a service listens unless it is told otherwise. */
  public static final String DEFAULT_URL = "http://localhost:8000";

  private static final String BASE = "/api/v2/training";

  /**
   * Reads the address of a service.
   *
   * @param origin where the address is written, for messages
   * @throws ServiceException when it is none
   */
  public static Target of(String url, @Nullable String key, String origin) {
    try {
      URI address = new URI(url.strip().replaceFirst("/+$", ""));
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web || address.getHost() == null) {
        throw wrong(origin, "must be an address such as " + DEFAULT_URL);
      }
      if (address.getRawUserInfo() != null) {
        throw wrong(origin, "must not contain a user or password");
      }
      if (address.getRawQuery() != null || address.getRawFragment() != null) {
        throw wrong(origin, "must not contain ? or #");
      }
      return new Target(address, key == null ? null : checked(key));
    } catch (URISyntaxException e) {
      throw wrong(origin, "must be an address such as " + DEFAULT_URL);
    }
  }

  private static ServiceException wrong(String origin, String reason) {
    return new ServiceException(ServiceException.USAGE, origin + " " + reason + ".");
  }

  /** Refuses what could not be sent in a header, without repeating it. */
  static String checked(String key) {
    if (!key.matches("[\\x21-\\x7e]+")) {
      throw new ServiceException(
          ServiceException.USAGE,
          "The API key must be one word of printable ASCII characters. Copy it again.");
    }
    return key;
  }

  /** Address of a path below the base of the API. */
  URI api(String path) {
    String base = url.toString();
    return URI.create((base.endsWith(BASE) ? base : base + BASE) + path);
  }

  /** Address of a path of the service outside the API, such as its health. */
  URI root(String path) {
    String base = url.toString();
    return URI.create(
        (base.endsWith(BASE) ? base.substring(0, base.length() - BASE.length()) : base) + path);
  }

  /** Whether everyone between here and the service can read the key. */
  public boolean showsKey() {
    return key != null && "http".equalsIgnoreCase(url.getScheme()) && !isLoopback(url.getHost());
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address alone: a key is in no message. */
  @Override
  public String toString() {
    return url.toString();
  }
}
