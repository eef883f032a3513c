package dev.trainyard.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.http.*}.
 *
 * @param trustedProxies addresses and networks (CIDR) of the proxies whose word counts for the path
 *     prefix, scheme, host and port that clients use; empty for none
 * @param concurrentBacktests requests that read candles while their client waits, at once
 * @param allowedOrigins origins whose pages may read answers in a browser; empty for none
 * @param bodyGrace how long the body of a request may come as slowly as it likes, at least 1 ms
 */
@ConfigurationProperties("trainyard.http")
public record HttpSettings(
    @DefaultValue({"127.0.0.0/8", "::1"}) List<String> trustedProxies,
    @DefaultValue("2") int concurrentBacktests,
    @DefaultValue List<String> allowedOrigins,
    @DefaultValue("20s") Duration bodyGrace) {

  /** An address in full: Java takes {@code 10.0.0} for one, and asks DNS for what is a name. */
  private static final Pattern NETWORK =
      Pattern.compile("(?:[0-9]+(?:\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/[0-9]+)?");

  /** What a browser sends in {@code Origin}: scheme, host and perhaps a port, in lower case. */
  private static final Pattern ORIGIN =
      Pattern.compile(
          "https?://[a-z0-9.-]+(?::[0-9]{1,5})?|https?://\\[[0-9a-f:.]+](?::[0-9]{1,5})?");

  public HttpSettings {
    allowedOrigins =
        allowedOrigins.stream().map(String::strip).filter(one -> !one.isEmpty()).toList();
    for (String origin : allowedOrigins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "trainyard.http.allowed-origins: \"%s\" is not an origin; name each in full, such as https://trading.example.org, without a path or *"
                .formatted(origin));
      }
    }
    if (bodyGrace.toMillis() < 1) {
      throw new IllegalArgumentException(
          "trainyard.http.body-grace: \"%s\" is too short; at least 1ms is allowed, and 20s is the default"
              .formatted(bodyGrace));
    }
    trustedProxies = trustedProxies.stream().filter(proxy -> !proxy.isBlank()).toList();
    trustedProxies.forEach(HttpSettings::network);
  }

  /** Whether a request comes from a trusted proxy. */
  public boolean trusts(String remoteAddress) {
    try {
      InetAddress address = InetAddress.getByName(remoteAddress);
      return trustedProxies.stream().anyMatch(proxy -> network(proxy).matches(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static NetMask network(String proxy) {
    if (NETWORK.matcher(proxy.strip()).matches()) {
      try {
        return new NetMask(proxy.strip());
      } catch (IllegalArgumentException e) {
        throw refused(proxy, e);
      }
    }
    throw refused(proxy, null);
  }

  private static IllegalArgumentException refused(
      String proxy, @Nullable IllegalArgumentException cause) {
    return new IllegalArgumentException(
        "trainyard.http.trusted-proxies: \"%s\" is not an address or network; expected such as 127.0.0.1 or 10.0.0.0/8"
            .formatted(proxy),
        cause);
  }
}
