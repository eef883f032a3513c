package dev.trainyard.cli;

import dev.trainyard.cli.terminal.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/**
 * The commands that read the settings of an installation. Here they are only named: the classes
 * that do the work load Spring, and are touched when they are called.
 */
final class LocalCommands {
  private LocalCommands() {}

  private static List<String> joined(List<String> words, List<String> settings) {
    List<String> all = new ArrayList<>(words);
    all.addAll(settings);
    return all;
  }

  /** {@code check}. */
  @Command(
      name = CheckCommand.NAME,
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description = "Check route and strategy files as a running service would.",
      footer = {"%nExample:", "  trainyard check /opt/trainyard"})
  static final class Check implements Callable<Integer> {
    @Parameters(
        arity = "0..*",
        paramLabel = "DIRECTORY",
        description = "Directory with routes/ and config/. Default: the working directory.")
    private List<String> directories = new ArrayList<>();

    @Unmatched private List<String> settings = new ArrayList<>();

    private final Shell shell;
    private final Class<?> application;

    Check(Shell shell, Class<?> application) {
      this.shell = shell;
      this.application = application;
    }

    @Override
    public Integer call() {
      return new CheckCommand(application, shell.out(), shell.err())
          .run(joined(directories, settings));
    }
  }

  /** {@code doctor}. */
  @Command(
      name = "doctor",
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description = "Say what is wrong with this installation, and what to do.",
      footer = {
        "%nIt changes nothing. Settings are those of the service, such as --server.port=9000.",
        "%nExamples:",
        "  trainyard doctor",
        "  trainyard doctor --trainyard.home=/opt/trainyard --json"
      })
  static final class Doctor implements Callable<Integer> {
    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Unmatched private List<String> settings = new ArrayList<>();

    private final Shell shell;
    private final Class<?> application;

    Doctor(Shell shell, Class<?> application) {
      this.shell = shell;
      this.application = application;
    }

    @Override
    public Integer call() {
      return new DoctorCommand(application, shell).run(json, settings);
    }
  }

  /** {@code keys}: it reads its words itself. */
  @Command(
      name = KeysCommand.NAME,
      mixinStandardHelpOptions = false,
      description = "Make, list and revoke API keys in the database.")
  static final class KeysEntry implements Callable<Integer> {
    @Unmatched private List<String> words = new ArrayList<>();

    private final Shell shell;

    KeysEntry(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      return KeysCommand.run(shell.out(), shell.err(), words);
    }
  }

  /** {@code migrate}. */
  @Command(
      name = MigrateCommand.NAME,
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description = "Bring the database to the schema of this version.",
      footer = {
        "%nA service whose user owns the schema does that itself. MIGRATE_DATABASE_URL names the",
        "owner where the service runs with a role of fewer rights; without it, DATABASE_URL counts.",
        "%nExamples:",
        "  trainyard migrate",
        "  trainyard migrate --run-role trainyard_run"
      })
  static final class Migrate implements Callable<Integer> {
    @Option(
        names = "--run-role",
        paramLabel = "ROLE",
        description = "Grant this role of the database what the running service needs, no more.")
    private @Nullable String runRole;

    @Unmatched private List<String> settings = new ArrayList<>();

    private final Shell shell;

    Migrate(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      return new MigrateCommand(shell.out(), shell.err()).run(runRole, settings);
    }
  }

  /** {@code schema}. */
  @Command(
      name = SchemaCommand.NAME,
      mixinStandardHelpOptions = true,
      usageHelpAutoWidth = true,
      description = "Write the JSON schemas of route files and of exchange files, for editors.",
      footer = {"%nExample:", "  trainyard schema routes/route-schema.json"})
  static final class Schema implements Callable<Integer> {
    @Parameters(
        arity = "0..*",
        paramLabel = "FILE",
        description = "Where to write it. Default: routes/route-schema.json.")
    private List<String> files = new ArrayList<>();

    @Unmatched private List<String> others = new ArrayList<>();

    private final Shell shell;

    Schema(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      return new SchemaCommand(shell.out(), shell.err()).run(joined(files, others));
    }
  }
}
