package dev.trainyard.cli.command;

import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that fetch a document of a configuration. */
public final class DocumentCommands {
  private DocumentCommands() {}

  /** {@code report}: the page for people. */
  @Command(
      name = "report",
      description = "Fetch the report of a configuration, a page of HTML.",
      footer = {"%nExample:", "  trainyard report --open 01980a61-3f0e-7c7e-9a55-0f6f3c1d2e4a"})
  public static final class Report extends ServiceCommand {
    @Parameters(paramLabel = "CONFIGURATION", description = "Id of the configuration.")
    private String id = "";

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write it to a file. Default: standard output.")
    private @Nullable Path output;

    @Option(names = "--open", description = "Show it in the browser.")
    private boolean open;

    /** Creates the command. */
    public Report(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) throws IOException {
      Answer answer =
          session
              .service()
              .get(
                  ServicePath.of("/configurations/{}/report", id),
                  "text/html, application/json;q=0.5");
      Path file = output;
      if (file == null && open) {
        file = Files.createTempFile("trainyard-report-", ".html");
      }
      if (file == null) {
        session.shell().out().print(answer.text());
        return DONE;
      }
      write(file, answer);
      session.say(file.toString());
      return open ? open(session, file) : DONE;
    }

    private static int open(Session session, Path file) throws IOException {
      boolean mac = System.getProperty("os.name", "").startsWith("Mac");
      try {
        new ProcessBuilder(List.of(mac ? "open" : "xdg-open", file.toAbsolutePath().toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
        return DONE;
      } catch (IOException e) {
        session.note("No browser can be started here. The report is in " + file);
        return FAILED;
      }
    }
  }

  /** {@code export}: the document for a trading system. */
  @Command(
      name = "export",
      description = "Fetch what a trading system needs of a configuration, as JSON.",
      footer = {
        "%nExample:",
        "  trainyard export -o btc.json 01980a61-3f0e-7c7e-9a55-0f6f3c1d2e4a"
      })
  public static final class Export extends ServiceCommand {
    @Parameters(paramLabel = "CONFIGURATION", description = "Id of the configuration.")
    private String id = "";

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FILE",
        description = "Write it to a file. Default: standard output.")
    private @Nullable Path output;

    /** Creates the command. */
    public Export(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) throws IOException {
      Answer answer = session.service().get(ServicePath.of("/configurations/{}/export", id));
      if (output == null) {
        session.json(answer);
      } else {
        write(output, answer);
        session.say(output.toString());
      }
      return DONE;
    }
  }

  /** Replaces the file in one step: who reads it finds the former document or this one. */
  private static void write(Path file, Answer answer) throws IOException {
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
    if (!Files.isDirectory(directory) || Files.isDirectory(file)) {
      throw new ServiceException(
          ServiceException.USAGE,
          "%s cannot be written: name a file in a directory.".formatted(file));
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // A pipe or a device is written into
      Files.writeString(target, answer.text());
      return;
    }
    // Not a temporary file of Java, which the user's other programs could not read
    Path staged = target.resolveSibling(".trainyard-" + UUID.randomUUID() + ".part");
    try {
      Files.writeString(staged, answer.text(), StandardOpenOption.CREATE_NEW);
      Files.move(staged, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(staged);
    }
  }
}
