package dev.trainyard.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ignite.spi.discovery.tcp.ipfinder.TcpDiscoveryIpFinderAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Where a member that starts looks for the others: at the addresses of its settings, and at those
 * that living workers have left in PostgreSQL. A name stands for all its addresses, as that of a
 * headless service in Kubernetes.
 */
final class MemberPlaces extends TcpDiscoveryIpFinderAdapter {
  private static final Pattern PLACE = Pattern.compile("(.*):(\\d+)(?:\\.\\.(\\d+))?");

  private final List<String> listed;
  private final Supplier<? extends Collection<String>> registered;

  /** Null before the node knows its own port. */
  private volatile @Nullable Integer ownPort;

  /**
   * Creates the places of a member.
   *
   * @param listed as {@code host:port} or {@code host:first..last}
   * @param registered where living workers say that they are, as {@code host:port}
   */
  MemberPlaces(List<String> listed, Supplier<? extends Collection<String>> registered) {
    this.listed = listed;
    this.registered = registered;
    // Nobody is there: this is the first member. Otherwise it would wait for one.
    setShared(true);
  }

  /** Returns the port on which the others find this member; empty before it has one. */
  Optional<Integer> ownPort() {
    return Optional.ofNullable(ownPort);
  }

  @Override
  public Collection<InetSocketAddress> getRegisteredAddresses() {
    return Stream.concat(listed.stream(), registered.get().stream())
        .flatMap(MemberPlaces::addresses)
        .distinct()
        .toList();
  }

  private static Stream<InetSocketAddress> addresses(String place) {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      return Stream.of();
    }
    int first = Integer.parseInt(parts.group(2));
    int last = parts.group(3) == null ? first : Integer.parseInt(parts.group(3));
    List<InetAddress> hosts = new ArrayList<>();
    try {
      hosts.addAll(Arrays.asList(InetAddress.getAllByName(parts.group(1))));
    } catch (UnknownHostException e) {
      return Stream.of();
    }
    return hosts.stream()
        .flatMap(
            host ->
                IntStream.rangeClosed(first, last)
                    .mapToObj(port -> new InetSocketAddress(host, port)));
  }

  /** Called with the addresses of this member; its heartbeats tell them. */
  @Override
  public void registerAddresses(Collection<InetSocketAddress> addresses) {
    addresses.stream().findFirst().ifPresent(own -> ownPort = own.getPort());
  }

  /** Called with addresses that do not answer, whose heartbeats end by themselves. */
  @Override
  public void unregisterAddresses(Collection<InetSocketAddress> addresses) {}
}
