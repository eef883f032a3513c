package dev.trainyard.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for something.
 *
 * @param keyId API key that was shown; null for a caller without one
 * @param name name of the key, of the user as the identity provider tells it, or of the door
 * @param role what the caller may do
 * @param door through which the caller came
 * @param address network address that the caller came from; null when there is none
 * @param expiresAt when the key or token stops working; null for never
 */
public record Caller(
    @Nullable UUID keyId,
    String name,
    Role role,
    Door door,
    @Nullable String address,
    @Nullable Instant expiresAt) {

  /**
   * Header that carries the caller of a request through the routes, in the form of {@link
   * #encoded}. What a client sends under this name never reaches a route.
   */
  public static final String HEADER = "TrainyardCaller";

  /** Somebody at an MBean. */
  public static final Caller JMX = local("jmx", Door.JMX);

  /** Somebody at the command line of the machine. */
  public static final Caller COMMAND_LINE = local("command line", Door.CLI);

  /** Somebody who edits the files of a running service. */
  public static final Caller FILES = local("files", Door.FILES);

  /** A route that acts by itself, without a request. */
  public static final Caller ROUTE = local("route", Door.FILES);

  /** The caller of a request while nobody has to say who they are. */
  public static Caller anonymous(@Nullable String address) {
    return new Caller(null, "anonymous", Role.ADMIN, Door.HTTP, address, null);
  }

  /**
   * The author of something that acts by the clock, in whose name it does so.
   *
   * @param client what {@link #client} was when the author asked; null for none
   * @param name name of the author; null when nobody had to say who they are
   */
  public static Caller scheduled(@Nullable UUID client, @Nullable String name) {
    return name == null
        ? anonymous(null)
        : new Caller(client, name, Role.OPERATOR, Door.SCHEDULE, null, null);
  }

  private static Caller local(String name, Door door) {
    return new Caller(null, name, Role.ADMIN, door, null, null);
  }

  /** Whether nobody asked who this is. */
  public boolean isAnonymous() {
    return this.equals(anonymous(address));
  }

  /**
   * What tells this client from others, and whose idempotency keys and turns in the queue it has:
   * the id of its key, or one made of the name of a user; null for all who have not said who they
   * are.
   */
  public @Nullable UUID client() {
    if (keyId != null || isAnonymous() || door != Door.HTTP) {
      return keyId;
    }
    return UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
  }

  /** The same caller at a network address. */
  public Caller from(String remoteAddress) {
    return new Caller(keyId, name, role, door, remoteAddress, expiresAt);
  }

  /** The same caller, who is let in until a time. */
  public Caller until(Instant end) {
    return new Caller(keyId, name, role, door, address, end);
  }

  /** The caller in one line of ASCII, for {@link #HEADER}. */
  public String encoded() {
    return String.join(
        " ",
        keyId == null ? "-" : keyId.toString(),
        role.name(),
        door.name(),
        address == null ? "-" : address,
        URLEncoder.encode(name, UTF_8));
  }

  /**
   * The caller that a header holds; {@link #ROUTE} without one, as in a route with a timer.
   *
   * @param header what {@link #encoded} has written; null for none
   */
  public static Caller of(@Nullable String header) {
    if (header == null) {
      return ROUTE;
    }
    String[] parts = header.split(" ", 5);
    return new Caller(
        present(parts[0]).map(UUID::fromString).orElse(null),
        URLDecoder.decode(parts[4], UTF_8),
        Role.valueOf(parts[1]),
        Door.valueOf(parts[2]),
        present(parts[3]).orElse(null),
        null);
  }

  private static Optional<String> present(String part) {
    return part.equals("-") ? Optional.empty() : Optional.of(part);
  }
}
