package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.command.ActivationCommands;
import dev.trainyard.cli.command.BatchCommand;
import dev.trainyard.cli.command.CompareCommand;
import dev.trainyard.cli.command.ConfigurationsCommand;
import dev.trainyard.cli.command.DataCommands;
import dev.trainyard.cli.command.DocumentCommands;
import dev.trainyard.cli.command.FailedCommand;
import dev.trainyard.cli.command.FetchCommand;
import dev.trainyard.cli.command.ImportCommand;
import dev.trainyard.cli.command.JobActions;
import dev.trainyard.cli.command.JobsCommand;
import dev.trainyard.cli.command.LogsCommand;
import dev.trainyard.cli.command.OverviewCommand;
import dev.trainyard.cli.command.ProfilesCommand;
import dev.trainyard.cli.command.QueueCommands;
import dev.trainyard.cli.command.ReplayCommand;
import dev.trainyard.cli.command.RoutesCommand;
import dev.trainyard.cli.command.SchedulesCommand;
import dev.trainyard.cli.command.ShowCommand;
import dev.trainyard.cli.command.SubmitCommand;
import dev.trainyard.cli.command.TrialsCommand;
import dev.trainyard.cli.command.WatchCommand;
import dev.trainyard.cli.command.WhoamiCommand;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All commands of the jar. Without a command, or with settings alone, the jar is the service.
 *
 * <p>Of the commands only the one that is called is loaded, so that it answers at once.
 */
public final class Commands {
  private static final String NAME = "trainyard";
  private static final List<String> HELP = List.of("--help", "-h", "help", "--version", "-V");
  private static final String WARM_UP = "warm-up";
  private static final int INTERNAL = 70;

  private static final Map<String, List<String>> GROUPS = groups();

  private final Shell shell;
  private final Class<?> application;

  /**
   * @param application the application whose settings and beans local commands read
   */
  public Commands(Shell shell, Class<?> application) {
    this.shell = shell;
    this.application = application;
  }

  /** Whether a command line starts the service: it has settings alone, or nothing. */
  public static boolean startsService(String... arguments) {
    return Arrays.stream(arguments).allMatch(word -> word.startsWith("--"))
        && !(arguments.length > 0 && HELP.contains(arguments[0]));
  }

  /**
   * Runs a command.
   *
   * @return 0 done, 1 the job failed or mistakes were found, 2 wrong usage, 69 the service is away,
   *     77 not allowed
   */
  public int run(String... arguments) {
    String first = arguments.length == 0 ? "--help" : arguments[0];
    if (HELP.contains(first)) {
      if (first.equals("help") && arguments.length > 1) {
        List<String> asked = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
        asked.add("--help");
        return run(asked.toArray(String[]::new));
      }
      return line(allNames()).execute(first.equals("help") ? new String[] {"--help"} : arguments);
    }
    if (first.equals(CommandsJar.NAME) || first.equals(WARM_UP)) {
      return launcher(arguments);
    }
    if (first.startsWith("--")) {
      shell
          .err()
          .printf("Options come after the command: %s COMMAND %s ...%n", NAME, PlainText.of(first));
      return ServiceException.USAGE;
    }
    if (!allNames().contains(first)) {
      return new UnknownCommand(allNames(), shell.err()).run(first);
    }
    int code = line(first.equals("completion") ? allNames() : List.of(first)).execute(arguments);
    // A stream that prints tells nobody that it cannot
    if (shell.out().checkError() && code == 0) {
      shell.err().println("The output is cut off: it could not be written to its end.");
      return ServiceException.REFUSED;
    }
    return code;
  }

  /** What {@code ops/bin/trainyard} asks for, and people do not. */
  private int launcher(String... arguments) {
    if (arguments[0].equals(WARM_UP)) {
      // Loads what commands load: the help, and a request that nothing answers
      run("--help");
      run("submit", "--set", "a={\"b\":[1,2.5,true,null]}", "--url", "http://127.0.0.1:1");
      return run("jobs", "--url", "http://127.0.0.1:1");
    }
    try {
      CommandsJar.write(Path.of(arguments.length == 2 ? arguments[1] : ""));
      return 0;
    } catch (IOException | ServiceException e) {
      return failed(e);
    }
  }

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put(
        "Jobs",
        List.of("submit", "batch", "jobs", "show", "watch", "logs", "trials", "cancel", "retry"));
    groups.put(
        "Configurations",
        List.of("configurations", "compare", "report", "export", "activate", "deactivate"));
    groups.put(
        "Queue",
        List.of(
            "overview", "queue", "pause", "resume", "workers", "failed", "replay", "schedules"));
    groups.put("Data", List.of("import", "fetch", "market-data", "strategies"));
    groups.put("Installation", List.of("check", "doctor", "routes", "keys", "migrate", "schema"));
    groups.put("This program", List.of("profiles", "whoami", "completion"));
    return Collections.unmodifiableMap(groups);
  }

  private static List<String> allNames() {
    return GROUPS.values().stream().flatMap(List::stream).toList();
  }

  private CommandLine line(List<String> names) {
    CommandSpec root = CommandSpec.create().name(NAME);
    root.usageMessage()
        .description(
            "Trains trading strategies. Without a command the service starts, with settings as"
                + " --name=value.")
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "",
            "\"trainyard COMMAND --help\" shows the options of a command and examples.",
            "TRAINYARD_URL and TRAINYARD_KEY name the service and the API key; \"trainyard"
                + " profiles\" keeps both.",
            "Exit codes: 0 done, 1 the job failed or mistakes were found, 2 usage, 69 service away,"
                + " 77 not allowed.");
    root.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this help.").build());
    root.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version.")
            .build());
    root.versionProvider(new Version());
    CommandLine line = new CommandLine(root);
    names.forEach(name -> line.addSubcommand(name, command(name)));
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> groups(help.commandSpec()));
    line.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    line.setOut(new PrintWriter(shell.out(), true, UTF_8));
    line.setErr(new PrintWriter(shell.err(), true, UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(int.class, new WholeNumber());
    line.registerConverter(Integer.class, new WholeNumber());
    line.setUsageHelpWidth(Math.max(55, Math.min(120, shell.width())));
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            shell.terminals().out() && shell.variable("NO_COLOR") == null
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler((wrong, words) -> misused(wrong));
    line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
    return line;
  }

  private CommandLine command(String name) {
    return switch (name) {
      case "submit" -> new CommandLine(new SubmitCommand(shell));
      case "batch" ->
          new CommandLine(new BatchCommand(shell))
              .addSubcommand(new BatchCommand.Show(shell))
              .addSubcommand(new BatchCommand.Cancel(shell));
      case "jobs" -> new CommandLine(new JobsCommand(shell));
      case "show" -> new CommandLine(new ShowCommand(shell));
      case "watch" -> new CommandLine(new WatchCommand(shell));
      case "logs" -> new CommandLine(new LogsCommand(shell));
      case "trials" -> new CommandLine(new TrialsCommand(shell));
      case "cancel" -> new CommandLine(new JobActions.Cancel(shell));
      case "retry" -> new CommandLine(new JobActions.Retry(shell));
      case "configurations" -> new CommandLine(new ConfigurationsCommand(shell));
      case "compare" -> new CommandLine(new CompareCommand(shell));
      case "report" -> new CommandLine(new DocumentCommands.Report(shell));
      case "export" -> new CommandLine(new DocumentCommands.Export(shell));
      case "activate" -> new CommandLine(new ActivationCommands.Activate(shell));
      case "deactivate" -> new CommandLine(new ActivationCommands.Deactivate(shell));
      case "overview" -> new CommandLine(new OverviewCommand(shell));
      case "queue" -> new CommandLine(new QueueCommands.Queue(shell));
      case "pause" -> new CommandLine(new QueueCommands.Pause(shell));
      case "resume" -> new CommandLine(new QueueCommands.Resume(shell));
      case "workers" -> new CommandLine(new QueueCommands.Workers(shell));
      case "failed" ->
          new CommandLine(new FailedCommand(shell))
              .addSubcommand(new FailedCommand.Show(shell))
              .addSubcommand(new FailedCommand.Discard(shell));
      case "replay" -> new CommandLine(new ReplayCommand(shell));
      case "schedules" ->
          new CommandLine(new SchedulesCommand(shell))
              .addSubcommand(new SchedulesCommand.Listing(shell))
              .addSubcommand(new SchedulesCommand.Show(shell))
              .addSubcommand(new SchedulesCommand.Create(shell))
              .addSubcommand(new SchedulesCommand.Update(shell))
              .addSubcommand(new SchedulesCommand.Delete(shell))
              .addSubcommand(new SchedulesCommand.Run(shell));
      case "import" -> new CommandLine(new ImportCommand(shell));
      case "fetch" ->
          new CommandLine(new FetchCommand(shell))
              .addSubcommand(new FetchCommand.ListFetches(shell))
              .addSubcommand(new FetchCommand.Show(shell))
              .addSubcommand(new FetchCommand.Cancel(shell));
      case "market-data" -> new CommandLine(new DataCommands.MarketData(shell));
      case "strategies" -> new CommandLine(new DataCommands.Strategies(shell));
      case "routes" ->
          new CommandLine(new RoutesCommand(shell))
              .addSubcommand(new RoutesCommand.Edits(shell))
              .addSubcommand(new RoutesCommand.Rollback(shell));
      case "profiles" -> new CommandLine(new ProfilesCommand(shell));
      case "whoami" -> new CommandLine(new WhoamiCommand(shell));
      case "completion" -> new CommandLine(new CompletionCommand(shell));
      case "check" -> new CommandLine(new LocalCommands.Check(shell, application));
      case "doctor" -> new CommandLine(new LocalCommands.Doctor(shell, application));
      case "keys" -> new CommandLine(new LocalCommands.KeysEntry(shell));
      case "migrate" -> new CommandLine(new LocalCommands.Migrate(shell));
      case "schema" -> new CommandLine(new LocalCommands.Schema(shell));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The commands in their groups, with what each does. */
  private static String groups(CommandSpec root) {
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (group, names) -> {
          text.append(System.lineSeparator()).append(group).append(System.lineSeparator());
          for (String name : names) {
            CommandLine command = root.subcommands().get(name);
            if (command != null) {
              text.append(
                  "  %-15s %s%n"
                      .formatted(name, command.getCommandSpec().usageMessage().description()[0]));
            }
          }
        });
    return text.toString();
  }

  /** In two lines: the usage of a command fills a screen, and hides what is wrong. */
  private int misused(ParameterException wrong) {
    shell.err().println(PlainText.of(String.valueOf(wrong.getMessage())));
    if (!UnmatchedArgumentException.printSuggestions(
        wrong, new PrintWriter(shell.err(), true, UTF_8))) {
      shell
          .err()
          .printf("See \"%s --help\".%n", wrong.getCommandLine().getCommandSpec().qualifiedName());
    }
    return ServiceException.USAGE;
  }

  private int failed(Exception failure) {
    if (failure instanceof ServiceException refused) {
      shell.err().println(PlainText.of(String.valueOf(refused.getMessage())));
      refused.details().forEach(line -> shell.err().println("  " + PlainText.of(line)));
      return refused.exitCode();
    }
    if (failure instanceof IOException) {
      shell
          .err()
          .println(PlainText.of(failure.getClass().getSimpleName() + ": " + failure.getMessage()));
      return ServiceException.REFUSED;
    }
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    shell.err().printf("%s has a defect: %s%n", NAME, failure);
    if (shell.variable("TRAINYARD_DEBUG") != null) {
      failure.printStackTrace(shell.err());
    }
    return INTERNAL;
  }

  /** The version that the build has written into the jar. */
  private static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties build = new Properties();
      try (InputStream in = Commands.class.getResourceAsStream("/META-INF/build-info.properties")) {
        if (in != null) {
          build.load(in);
        }
      }
      return new String[] {
        "%s %s (Java %s)"
            .formatted(
                NAME,
                build.getProperty("build.version", "unknown"),
                System.getProperty("java.version"))
      };
    }
  }

  /**
   * Reads numbers. It is no method reference: a JVM 17 that archives the class of this one crashes.
   */
  private static final class WholeNumber implements CommandLine.ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        return Integer.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException("must be a whole number, not " + PlainText.of(text));
      }
    }
  }
}
