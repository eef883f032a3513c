package dev.trainyard.callback.address;

import dev.trainyard.callback.CallbackSettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Judges the URL of a callback by its text. Which addresses a name has is not known before it is
 * called, and is judged then by {@link AddressGuard}.
 */
@Component
public final class CallbackUrls {
  /** Databases, caches, queues and coordinators, which read commands out of what they are sent. */
  private static final Set<Integer> SERVERS =
      Set.of(
          1433, 1521, 2181, 2375, 2376, 2379, 2380, 3306, 4369, 5432, 5433, 5672, 6379, 6380, 6432,
          7000, 7001, 7199, 8086, 9042, 9092, 9160, 9200, 9300, 11211, 16379, 26379, 27017, 27018,
          27019, 28015, 33060, 50000);

  private static final String FOUR_NUMBERS =
      "must write an IPv4 address as four decimal numbers, such as 93.184.215.14";

  private static final int FIRST_FREE_PORT = 1024;
  private static final int LAST_PORT = 65_535;
  private static final Set<Integer> WEB = Set.of(80, 443);

  /** A host of which some programs make an IPv4 address, as its last part is a number. */
  private static final Pattern NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final CallbackSettings settings;
  private final AddressGuard guard;
  private final OwnPorts own;

  /** Creates the judge of the settings. */
  public CallbackUrls(CallbackSettings settings, AddressGuard guard, OwnPorts own) {
    this.settings = settings;
    this.guard = guard;
    this.own = own;
  }

  /** Returns why no request may ask for this URL, or empty when it may. */
  public Optional<String> refusal(String url) {
    if (!settings.enabled()) {
      return Optional.of(
          "must be null: trainyard.callbacks.enabled is false, so there are no callbacks");
    }
    if (settings.secret().isEmpty()) {
      return Optional.of(
          "must be null: callbacks are signed, and the service has no secret for it; set the environment variable %s to"
                  .formatted(CallbackSettings.SECRET_VARIABLE)
              + " 32 random characters or more");
    }
    return unfit(url);
  }

  /** Returns why a URL cannot be called, whatever addresses its host has; empty when it can. */
  public Optional<String> unfit(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return Optional.of(
          "must be an http or https URL, with other characters than those of a URL percent-encoded");
    }
    if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
      return Optional.of("must be an http or https URL, which begins with http:// or https://");
    }
    String authority = uri.getRawAuthority();
    if (authority != null && authority.contains("@")) {
      return Optional.of(
          "must not hold a user or password: receivers know a callback by its signature");
    }
    if (uri.getRawFragment() != null) {
      return Optional.of("must not have a fragment (#), which is never sent");
    }
    if (uri.getHost() == null) {
      return Optional.of(
          authority != null && NUMBER.matcher(authority.replaceFirst(":[0-9]*$", "")).matches()
              ? FOUR_NUMBERS
              : "must name a host: a name of letters, digits, - and ., or an IP address, and a port from 1 to 65535 after it");
    }
    return host(uri.getHost()).or(() -> port(uri));
  }

  private Optional<String> host(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (name.startsWith("[")) {
      return literal(name.substring(1, name.length() - 1));
    }
    if (NUMBER.matcher(name).matches()) {
      return IPV4.matcher(name).matches()
              && Arrays.stream(name.split("\\.", -1)).allMatch(CallbackUrls::isDecimalByte)
          ? literal(name)
          : Optional.of(FOUR_NUMBERS);
    }
    String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    if (bare.equals("localhost") || bare.endsWith(".localhost")) {
      return literal("127.0.0.1").map(refusal -> "must not name this machine: " + refusal);
    }
    return Optional.empty();
  }

  /** Some programs read 010 as eight. */
  private static boolean isDecimalByte(String text) {
    return (text.equals("0") || !text.startsWith("0")) && Integer.parseInt(text) <= 255;
  }

  /** Judges an address, which no name server is asked for. */
  private Optional<String> literal(String address) {
    try {
      return guard
          .refusal(InetAddress.getByName(address))
          .map(refusal -> "must be a public address: " + refusal);
    } catch (UnknownHostException e) {
      return Optional.of("must name a host or an address, which " + address + " is not");
    }
  }

  private Optional<String> port(URI uri) {
    int port = port(uri.getScheme(), uri.getPort());
    if (port < 1 || port > LAST_PORT) {
      return Optional.of("must have a port from 1 to 65535, not " + port);
    }
    if (own.ports().contains(port) || SERVERS.contains(port)) {
      return Optional.of(
          "must not have the port %d, which is one of databases, caches or queues; such as 443, 8080 and 8443 are allowed"
              .formatted(port));
    }
    if (port < FIRST_FREE_PORT && !WEB.contains(port)) {
      return Optional.of(
          "must have one of the ports %s, or one from 1024 on, not %d"
              .formatted(
                  WEB.stream().sorted().map(String::valueOf).collect(Collectors.joining(", ")),
                  port));
    }
    return Optional.empty();
  }

  private static int port(String scheme, int given) {
    if (given != -1) {
      return given;
    }
    return scheme.equals("http") ? 80 : 443;
  }
}
