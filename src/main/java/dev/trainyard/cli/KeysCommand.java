package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.access.ApiKey;
import dev.trainyard.access.ApiKeyStore;
import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.KeyText;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.servers.ServiceDatabase;
import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.StartupRefusedException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code keys}: makes, lists and revokes API keys. It needs the database alone, so that the first
 * key exists before the service opens its doors.
 */
@Command(
    name = KeysCommand.NAME,
    mixinStandardHelpOptions = true,
    description = "Makes, lists and revokes API keys.",
    synopsisSubcommandLabel = "create|list|revoke",
    footer = {
      "",
      "Examples:",
      "  java -jar trainyard.jar keys create --name admin --role admin",
      "  java -jar trainyard.jar keys create --name ci --role operator --expires 90d",
      "  java -jar trainyard.jar keys revoke ci",
      "",
      "The database is the one of the service: that of DATABASE_URL, or the embedded one in",
      "--trainyard.data-dir=DIRECTORY."
    })
public final class KeysCommand {
  /** The first argument that asks for it. */
  public static final String NAME = "keys";

  private static final int REFUSED = 1;
  private static final int PAGE = 500;
  private static final Pattern SETTING = Pattern.compile("--[a-z-]+\\..*");

  @Spec private CommandLine.Model.CommandSpec spec;

  private final PrintStream out;
  private final PrintStream err;
  private final String[] settings;

  private KeysCommand(PrintStream out, PrintStream err, String... settings) {
    this.out = out;
    this.err = err;
    this.settings = settings;
  }

  /**
   * Runs it.
   *
   * @param out receives the key, or the list
   * @param err receives what is wrong
   * @return 0 when it is done, 1 when it is refused, 2 for a wrong command line, 69 when the
   *     database is away, 78 for wrong settings
   */
  public static int run(PrintStream out, PrintStream err, List<String> arguments) {
    LoggingSystem.get(KeysCommand.class.getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    String[] settings =
        arguments.stream().filter(SETTING.asMatchPredicate()).toArray(String[]::new);
    CommandLine line = new CommandLine(new KeysCommand(out, err, settings));
    line.setOut(new PrintWriter(out, true, UTF_8));
    line.setErr(new PrintWriter(err, true, UTF_8));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, err));
    return line.execute(
        arguments.stream().filter(SETTING.asMatchPredicate().negate()).toArray(String[]::new));
  }

  private static int failed(Exception e, PrintStream err) throws Exception {
    if (e instanceof StartupRefusedException refused) {
      err.println(refused.getMessage());
      return refused.exitCode();
    }
    if (e instanceof DataAccessException) {
      err.println("The database refused: " + e.getMessage());
      return StartupRefusedException.EX_UNAVAILABLE;
    }
    throw e;
  }

  /** Makes a key and shows it, once. */
  @Command(description = "Makes a key and shows it, this once.", mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "What it is for, such as ci or anna.")
          String name,
      @Option(
              names = "--role",
              required = true,
              paramLabel = "ROLE",
              description =
                  "viewer reads; operator also submits and steers jobs; admin also makes keys and"
                      + " deletes.")
          String role,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "How long it works, such as 90d or 12h. Default: for ever.")
          @Nullable String expires) {
    Role granted =
        Role.of(role.toLowerCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    wrong(
                        "--role must be one of %s, not '%s'"
                            .formatted(String.join(", ", Role.labels()), role)));
    if (name.isBlank() || name.length() > 100 || !name.equals(name.strip())) {
      throw wrong("--name must have 1 to 100 characters, without spaces at its ends");
    }
    Instant expiresAt = expires == null ? null : Instant.now().plus(duration(expires));
    try (ServiceDatabase database = open()) {
      NewKey made =
          Keys.in(database.dataSource(), Clock.systemUTC())
              .create(Caller.COMMAND_LINE, name, granted, expiresAt)
              .orElse(null);
      if (made == null) {
        err.printf(
            "There is an active key with the name %s. Revoke it with \"keys revoke %s\", or choose"
                + " another name.%n",
            name, name);
        return REFUSED;
      }
      out.println(made.text().secret());
      err.printf(
          "This is the only time that the key is shown. Send it as \"Authorization: Bearer"
              + " %s...\".%n",
          KeyText.PREFIX);
      return 0;
    }
  }

  /** Lists the keys without their secrets. */
  @Command(description = "Lists the keys, without their secrets.", mixinStandardHelpOptions = true)
  int list() {
    try (ServiceDatabase database = open()) {
      ApiKeyStore store = new ApiKeyStore(database.dataSource());
      if (store.list(null, 1).isEmpty()) {
        err.println(
            "There are no keys yet. Make one with \"keys create --name NAME --role ROLE\".");
        return 0;
      }
      out.printf(
          "%-15s %-24s %-9s %-8s %-20s %s%n",
          "KEY", "NAME", "ROLE", "STATUS", "EXPIRES", "LAST USED");
      pages(store)
          .forEach(
              key ->
                  out.printf(
                      "%-15s %-24s %-9s %-8s %-20s %s%n",
                      KeyText.PREFIX + key.publicId(),
                      key.name(),
                      key.role().label(),
                      key.status(),
                      key.expiresAt() == null ? "never" : seconds(key.expiresAt()),
                      key.lastUsedAt() == null ? "never" : seconds(key.lastUsedAt())));
      return 0;
    }
  }

  /** Revokes a key. */
  @Command(
      description = "Revokes a key: within a second it opens no door.",
      mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "KEY", description = "Its name, its id, or how it begins (ty_...).")
          String named) {
    try (ServiceDatabase database = open()) {
      DataSource source = database.dataSource();
      List<ApiKey> found =
          pages(new ApiKeyStore(source))
              .filter(key -> key.revokedAt() == null && isNamed(key, named))
              .toList();
      if (found.size() != 1) {
        err.printf("There is no key %s that is not revoked. \"keys list\" shows all.%n", named);
        return REFUSED;
      }
      UUID id = found.get(0).id();
      Keys.in(source, Clock.systemUTC()).revoke(Caller.COMMAND_LINE, id);
      out.printf("Key %s is revoked.%n", found.get(0).name());
      return 0;
    }
  }

  private static boolean isNamed(ApiKey key, String named) {
    return key.name().equals(named)
        || key.id().toString().equals(named)
        || (KeyText.PREFIX + key.publicId()).equals(named);
  }

  private static String seconds(Instant time) {
    return time.toString().replaceFirst("\\.\\d+", "");
  }

  private static Stream<ApiKey> pages(ApiKeyStore store) {
    return Stream.iterate(
            store.list(null, PAGE),
            page -> !page.isEmpty(),
            page -> store.list(page.get(page.size() - 1).id(), PAGE))
        .flatMap(List::stream);
  }

  private Duration duration(String text) {
    try {
      Duration duration = DurationStyle.SIMPLE.parse(text.strip());
      if (duration.compareTo(Duration.ZERO) > 0 && duration.toDays() <= 36_500) {
        return duration;
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong("--expires must be a time such as 90d, 12h or 30m, not '%s'".formatted(text));
    }
    throw wrong("--expires must be a time from 1ns to 36500d, not '%s'".formatted(text));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private ServiceDatabase open() {
    ServiceDatabase database = ServiceDatabase.open(CommandSettings.environment(settings));
    try {
      Migrations.migrate(database.dataSource());
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
    return database;
  }
}
