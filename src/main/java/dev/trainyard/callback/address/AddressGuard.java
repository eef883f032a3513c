package dev.trainyard.callback.address;

import dev.trainyard.callback.CallbackSettings;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.util.matcher.IpAddressMatcher;
import org.springframework.stereotype.Component;

/**
 * Says which addresses may be called: public ones, and those of the settings. What is not public is
 * told by the special-purpose registries of IANA.
 */
@Component
public final class AddressGuard {
  /** The setting that allows more. */
  static final String ALLOWED = "trainyard.callbacks.allowed-networks";

  private static final Pattern LITERAL =
      Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

  private static final Map<String, String> SPECIAL =
      special(
          "an unspecified address", "0.0.0.0/8 ::/128",
          "a loopback address", "127.0.0.0/8 ::1/128",
          "a link-local address", "169.254.0.0/16 fe80::/10",
          "a private address", "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
          "a shared address of a provider", "100.64.0.0/10",
          "a multicast address", "224.0.0.0/4 ff00::/8",
          "an address of a special purpose",
              "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4"
                  + " 2001::/23 2001:db8::/32 3fff::/20",
          "an address that stands for another", "64:ff9b::/96 64:ff9b:1::/48 2002::/16");

  /** The only part of IPv6 from which public addresses are given out. */
  private static final IpAddressMatcher PUBLIC_IPV6 = new IpAddressMatcher("2000::/3");

  private final Map<IpAddressMatcher, String> special = new LinkedHashMap<>();
  private final List<IpAddressMatcher> allowed = new ArrayList<>();

  /**
   * Creates the guard of the settings.
   *
   * @throws IllegalArgumentException when a network of the settings is none; the message names it
   */
  public AddressGuard(CallbackSettings settings) {
    SPECIAL.forEach((network, kind) -> special.put(new IpAddressMatcher(network), kind));
    for (String network : settings.allowedNetworks()) {
      allowed.add(allowed(network));
    }
  }

  private static Map<String, String> special(String... kinds) {
    Map<String, String> networks = new LinkedHashMap<>();
    for (int i = 0; i < kinds.length; i += 2) {
      for (String network : kinds[i + 1].split(" ", -1)) {
        networks.put(network, kinds[i]);
      }
    }
    return networks;
  }

  private static IpAddressMatcher allowed(String network) {
    try {
      if (LITERAL.matcher(network).matches()) {
        return new IpAddressMatcher(network);
      }
    } catch (IllegalArgumentException e) {
      // told below, with the name of the setting
    }
    throw new IllegalArgumentException(
        "%s must hold addresses or networks such as 10.0.0.0/8 or fd00::/8, not \"%s\""
            .formatted(ALLOWED, network));
  }

  /**
   * Returns why an address is not called, or empty when it may be. An IPv4 address that is written
   * as IPv6 is judged as what it is: Java's addresses are so.
   */
  public Optional<String> refusal(InetAddress address) {
    String text = text(address);
    if (allowed.stream().anyMatch(network -> network.matches(text))) {
      return Optional.empty();
    }
    return kind(address, text)
        .map(kind -> "%s is %s; %s allows such".formatted(text, kind, ALLOWED));
  }

  private Optional<String> kind(InetAddress address, String text) {
    Optional<String> known =
        special.entrySet().stream()
            .filter(network -> network.getKey().matches(text))
            .map(Map.Entry::getValue)
            .findFirst();
    boolean outside = !(address instanceof Inet4Address) && !PUBLIC_IPV6.matches(text);
    return known.or(() -> outside ? Optional.of("not a public address") : Optional.empty());
  }

  /** Returns an address without the interface that a link-local one may name. */
  private static String text(InetAddress address) {
    return address.getHostAddress().split("%", 2)[0];
  }
}
