package dev.trainyard.cli.command;

import dev.trainyard.cli.client.KeyFile;
import dev.trainyard.cli.client.Profiles;
import dev.trainyard.cli.client.ServiceClient;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.Target;
import dev.trainyard.cli.terminal.Palette;
import dev.trainyard.cli.terminal.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which service a command asks, and how it shows the answer. */
final class ServiceOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Address of the service. Default: TRAINYARD_URL.")
  private @Nullable String url;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The service of a profile; \"trainyard profiles\" shows them.")
  private @Nullable String profile;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A private file with the API key. Default: TRAINYARD_KEY.")
  private @Nullable Path keyFile;

  @Option(names = "--json", description = "Print the service's JSON as it is.")
  private boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print ids alone, and no progress.")
  private boolean quiet;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never. Default: auto, on a terminal.")
  private Palette.Use color = Palette.Use.AUTO;

  /** How answers are shown. */
  enum Format {
    /** For people. */
    TABLE,
    /** The service's JSON. */
    JSON,
    /** Ids, one a line. */
    IDS
  }

  /**
   * Opens no connection yet.
   *
   * @throws ServiceException when the options, the variables or the file of profiles are wrong
   */
  Session open(Shell shell) {
    if (json && quiet) {
      throw new ServiceException(ServiceException.USAGE, "Use --json or --quiet, not both.");
    }
    Target target = target(shell);
    if (target.showsKey() && !quiet) {
      shell
          .err()
          .printf(
              "Warning: the API key goes to %s unencrypted. Use https.%n", target.url().getHost());
    }
    Format format = Format.TABLE;
    if (json || quiet) {
      format = json ? Format.JSON : Format.IDS;
    }
    return new Session(new ServiceClient(target), shell, format, Palette.of(color, shell));
  }

  /** A key goes only to the service that it was given for. */
  private Target target(Shell shell) {
    @Nullable String ownKey = keyFile == null ? null : KeyFile.read(keyFile);
    if (profile != null) {
      if (url != null) {
        throw new ServiceException(ServiceException.USAGE, "Use --url or --profile, not both.");
      }
      Target known = Profiles.read(Profiles.file(shell.variables())).target(profile);
      return ownKey == null ? known : new Target(known.url(), ownKey);
    }
    @Nullable String key = ownKey == null ? shell.variable("TRAINYARD_KEY") : ownKey;
    if (url != null) {
      return Target.of(url, key, "--url");
    }
    @Nullable String variable = shell.variable("TRAINYARD_URL");
    if (variable != null) {
      return Target.of(variable, key, "TRAINYARD_URL");
    }
    Profiles profiles = Profiles.read(Profiles.file(shell.variables()));
    @Nullable String usual = profiles.defaultName();
    if (usual == null) {
      return Target.of(Target.DEFAULT_URL, key, "the default address");
    }
    Target known = profiles.target(usual);
    return key == null ? known : Target.of(known.url().toString(), key, "the default profile");
  }
}
