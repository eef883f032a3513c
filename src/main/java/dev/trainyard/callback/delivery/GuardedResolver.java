package dev.trainyard.callback.delivery;

import dev.trainyard.callback.address.AddressGuard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the addresses of a receiver, and leaves out those that may not be called. The client asks
 * once for each connection and connects to what it is given, so no second answer of a name server
 * can lead elsewhere.
 */
final class GuardedResolver implements DnsResolver {
  private final DnsResolver names;
  private final AddressGuard guard;

  GuardedResolver(DnsResolver names, AddressGuard guard) {
    this.names = names;
    this.guard = guard;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    List<InetAddress> allowed = new ArrayList<>();
    String refusal = "the name has no address";
    for (InetAddress address : names.resolve(host)) {
      Optional<String> refused = guard.refusal(address);
      if (refused.isEmpty()) {
        allowed.add(address);
      } else {
        refusal = refused.get();
      }
    }
    if (allowed.isEmpty()) {
      throw new RefusedAddressException(refusal);
    }
    return allowed.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
