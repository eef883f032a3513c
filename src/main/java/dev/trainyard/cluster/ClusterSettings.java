package dev.trainyard.cluster;

import dev.trainyard.startup.StartupRefusedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.cluster.*}.
 *
 * @param enabled whether this process helps others, and others help it
 * @param address on which it listens for other members
 * @param port the first that is tried for finding one another; the others talk on the ports from
 *     {@code port} + 100
 * @param ports number of ports that are tried, for several members on one machine
 * @param members addresses where members may be, as {@code host} or {@code host:port} or {@code
 *     host:first..last}, beside those that living workers have left in PostgreSQL
 * @param minJob a job with less work left than this runs in one process
 * @param tls keys for talking to other members; null without encryption
 */
@ConfigurationProperties("trainyard.cluster")
record ClusterSettings(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("47500") int port,
    @DefaultValue("20") int ports,
    @DefaultValue List<String> members,
    @DefaultValue("30s") Duration minJob,
    @Nullable Tls tls) {
  /** Between the first port for finding one another and the first for talking. */
  static final int TALK = 100;

  /**
   * Keys for talking to other members. Both sides show a certificate that the other's trust store
   * knows.
   *
   * @param keyStore file, PKCS #12
   * @param trustStore file, PKCS #12
   * @param password of both
   */
  record Tls(String keyStore, String trustStore, String password) {

    Tls {
      requireFile("key-store", keyStore);
      requireFile("trust-store", trustStore);
      require("password", password, "TRAINYARD_CLUSTER_TLS_PASSWORD");
    }

    private static void requireFile(String name, @Nullable String file) {
      require(name, file, "a PKCS #12 file");
      if (!Files.isReadable(Path.of(String.valueOf(file)))) {
        throw new StartupRefusedException(
            "trainyard.cluster.tls.%s is %s, which is no file that can be read."
                .formatted(name, file));
      }
    }

    private static void require(String name, @Nullable String value, String how) {
      if (value == null || value.isBlank()) {
        throw new StartupRefusedException(
            "trainyard.cluster.tls.%s is missing: set it to %s. TLS needs .key-store, .trust-store and .password."
                .formatted(name, how));
      }
    }
  }

  ClusterSettings {
    members = List.copyOf(members);
    if (enabled) {
      requireRange("trainyard.cluster.port", port, 1024, 65_000);
      requireRange("trainyard.cluster.ports", ports, 1, TALK);
      InetAddress own = resolved(address);
      if (tls == null && !own.isLoopbackAddress()) {
        throw new StartupRefusedException(
            ("trainyard.cluster.address is %s, which other machines reach, and whoever reaches it could forge results."
                    + " Set trainyard.cluster.tls.key-store, .trust-store and .password, or use 127.0.0.1.")
                .formatted(address));
      }
      if (own.isAnyLocalAddress()) {
        throw new StartupRefusedException(
            "trainyard.cluster.address is %s, which stands for all addresses. Name the one at which the other members find this machine."
                .formatted(address));
      }
    }
  }

  private static void requireRange(String setting, int value, int least, int most) {
    if (value < least || value > most) {
      throw new StartupRefusedException(
          "%s is %d; it must be from %d to %d.".formatted(setting, value, least, most));
    }
  }

  private static InetAddress resolved(String address) {
    if (address.isBlank()) {
      // Java would take it for loopback, and Ignite for all addresses
      throw new StartupRefusedException(
          "trainyard.cluster.address is empty: name an address of this machine, such as 127.0.0.1.");
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new StartupRefusedException(
          "trainyard.cluster.address is %s, which is not an address of this machine."
              .formatted(address));
    }
  }

  /** Returns the addresses of the members, each with its ports. */
  List<String> places() {
    return members.stream()
        .map(
            place ->
                place.matches(".*:[0-9.]+")
                    ? place
                    : "%s:%d..%d".formatted(place, port, port + ports - 1))
        .toList();
  }
}
