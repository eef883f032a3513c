package dev.trainyard.cli.command;

import dev.trainyard.cli.client.KeyFile;
import dev.trainyard.cli.client.Profiles;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.Target;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.Palette;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code profiles}: the services that a user knows. */
@Command(
    name = "profiles",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = "Keep the addresses and keys of services.",
    footer = {
      "%nExamples:",
      "  trainyard profiles",
      "  trainyard profiles add desk --url https://trainyard.example.org",
      "  trainyard profiles default desk",
      "%n\"add\" asks for the key, or reads it from standard input or --key-file."
    })
public final class ProfilesCommand implements Callable<Integer> {
  private final Shell shell;

  /** Creates the command. */
  public ProfilesCommand(Shell shell) {
    this.shell = shell;
  }

  private Profiles profiles() {
    return Profiles.read(Profiles.file(shell.variables()));
  }

  /** Lists the profiles, without their keys. */
  @Override
  public Integer call() {
    Profiles profiles = profiles();
    if (profiles.names().isEmpty()) {
      shell
          .err()
          .println("There are no profiles. Make one with: trainyard profiles add NAME --url URL");
      return 0;
    }
    new Table<String>(
            List.of(
                Column.whole("PROFILE", name -> name),
                Column.words("URL", name -> profiles.target(name).toString()),
                Column.whole("KEY", name -> profiles.target(name).key() == null ? "no" : "yes"),
                Column.whole("DEFAULT", name -> name.equals(profiles.defaultName()) ? "yes" : "")))
        .lines(profiles.names(), shell.width(), Palette.of(Palette.Use.AUTO, shell))
        .forEach(shell.out()::println);
    return 0;
  }

  /** Keeps a service. */
  @Command(
      name = "add",
      description = "Keep a service, or change one.",
      mixinStandardHelpOptions = true)
  int add(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Option(
              names = "--url",
              required = true,
              paramLabel = "URL",
              description = "Address of the service.")
          String url,
      @Option(
              names = "--key-file",
              paramLabel = "FILE",
              description = "A private file with the key.")
          @Nullable Path keyFile,
      @Option(names = "--no-key", description = "The service asks nobody who they are.")
          boolean withoutKey)
      throws IOException {
    if (!name.matches("[A-Za-z0-9_-]{1,50}")) {
      throw new ServiceException(
          ServiceException.USAGE,
          "A profile's name has 1 to 50 letters, digits, - and _, unlike '%s'.".formatted(name));
    }
    Target.of(url, null, "--url");
    @Nullable String key = null;
    if (keyFile != null) {
      key = KeyFile.read(keyFile);
    } else if (!withoutKey) {
      String typed = shell.secret("API key (empty for none): ");
      key = typed == null || typed.isBlank() ? null : typed.strip();
    }
    profiles().with(name, Target.of(url, key, "--url")).write();
    shell
        .err()
        .printf(
            "Profile %s is kept in %s%s.%n",
            name, Profiles.file(shell.variables()), key == null ? ", without a key" : "");
    return 0;
  }

  /** Forgets a service. */
  @Command(name = "remove", description = "Forget a service.", mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME", description = "Its name.") String name)
      throws IOException {
    profiles().without(name).write();
    shell.err().printf("Profile %s is removed.%n", name);
    return 0;
  }

  /** Chooses the service that is asked unless another is named. */
  @Command(
      name = "default",
      description = "Use a service unless another is named.",
      mixinStandardHelpOptions = true)
  int choose(@Parameters(paramLabel = "NAME", description = "Its name.") String name)
      throws IOException {
    profiles().withDefault(name).write();
    shell.err().printf("Profile %s is the default.%n", name);
    return 0;
  }
}
