package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a PostgreSQL database.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database?parameters}, without user and password
 * @param username may be empty: the driver then takes the user of the operating system
 * @param password may be empty
 */
record DatabaseAddress(String jdbcUrl, String username, String password) {

  private static final String PREFIX = "jdbc:postgresql://";

  private static final String TARGET = "targetServerType";
  private static final String PRIMARY = "primary";

  /**
   * How long the driver remembers what each of several servers was. Its 10 seconds are a lease: by
   * then jobs would go to the workers that have found the new primary first.
   */
  private static final String RECHECK = "hostRecheckSeconds";

  private static final String RECHECK_SECONDS = "1";

  /**
   * Reads {@code postgres://}, {@code postgresql://} or {@code jdbc:postgresql://} with user and
   * password (percent-encoded) before the host or, as usual in JDBC, as parameters.
   *
   * @throws StartupRefusedException when it is malformed; the message names the variable and never
   *     the value
   */
  static DatabaseAddress parse(String variable, String url) {
    try {
      ServerUrl parts = ServerUrl.parse(url);
      if (!List.of("postgres", "postgresql", "jdbc:postgresql").contains(parts.scheme())) {
        throw new IllegalArgumentException(
            "it must begin with postgresql:// or jdbc:postgresql://");
      }
      if (parts.path().isEmpty() || parts.path().contains("/")) {
        throw new IllegalArgumentException("the name of the database is missing or malformed");
      }
      return of(parts).amongServers();
    } catch (IllegalArgumentException e) {
      throw new StartupRefusedException(
          ("%s is malformed: %s. Expected postgresql://user:password@host:port/database; in user and password,"
                  + " characters other than letters, digits and -._~ are written as %%XX.")
              .formatted(variable, e.getMessage()));
    }
  }

  private static DatabaseAddress of(ServerUrl parts) {
    String username = parts.username();
    String password = parts.password();
    List<String> parameters = new ArrayList<>();
    for (String parameter : parts.query().split("&", -1)) {
      if (parameter.startsWith("user=")) {
        username = ServerUrl.decode(parameter.substring("user=".length()));
      } else if (parameter.startsWith("password=")) {
        password = ServerUrl.decode(parameter.substring("password=".length()));
      } else if (!parameter.isEmpty()) {
        parameters.add(parameter);
      }
    }
    String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    return new DatabaseAddress(
        PREFIX + parts.hosts() + "/" + parts.path() + query, username, password);
  }

  /** Of several servers only one takes writes, which may change at any time. */
  private DatabaseAddress amongServers() {
    if (!location().contains(",")) {
      return this;
    }
    if (option(TARGET).filter(target -> !target.equals(PRIMARY)).isPresent()) {
      throw new IllegalArgumentException(
          "%s must be %s, or left out, since the service writes".formatted(TARGET, PRIMARY));
    }
    DatabaseAddress toPrimary = withOption(TARGET, PRIMARY);
    return option(RECHECK).isPresent() ? toPrimary : toPrimary.withOption(RECHECK, RECHECK_SECONDS);
  }

  /** Returns the value of a driver option, decoded; empty when it is not given. */
  Optional<String> option(String name) {
    return options()
        .filter(option -> option.startsWith(name + "="))
        .map(option -> ServerUrl.decode(option.substring(name.length() + 1)))
        .findFirst();
  }

  /**
   * Returns the same address with a driver option.
   *
   * @param value as it is written in a URL
   */
  DatabaseAddress withOption(String name, String value) {
    String others =
        options()
            .filter(option -> !option.startsWith(name + "=") && !option.isEmpty())
            .map(option -> option + "&")
            .collect(Collectors.joining());
    String server = jdbcUrl.split("\\?", 2)[0];
    return new DatabaseAddress(server + "?" + others + name + "=" + value, username, password);
  }

  /** Returns the driver options as written. */
  private Stream<String> options() {
    String[] parts = jdbcUrl.split("\\?", 2);
    return parts.length < 2 ? Stream.empty() : Arrays.stream(parts[1].split("&", -1));
  }

  /** Returns the host, port and database, for messages. */
  String location() {
    int start = jdbcUrl.startsWith(PREFIX) ? PREFIX.length() : 0;
    int query = jdbcUrl.indexOf('?');
    return jdbcUrl.substring(start, query < 0 ? jdbcUrl.length() : query);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return location();
  }
}
