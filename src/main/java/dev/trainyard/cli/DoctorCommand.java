package dev.trainyard.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.JsonText;
import dev.trainyard.cli.doctor.MachineDiagnosis;
import dev.trainyard.cli.doctor.QueueDiagnosis;
import dev.trainyard.cli.doctor.ServiceDiagnosis;
import dev.trainyard.cli.terminal.Palette;
import dev.trainyard.cli.terminal.Palette.Tone;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.files.Home;
import dev.trainyard.servers.ServersDiagnosis;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.Finding.Level;
import dev.trainyard.startup.StartupRefusedException;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * {@code doctor}: says what is wrong with an installation and what to do about it. It reads the
 * settings as the service does, and changes nothing.
 */
final class DoctorCommand {
  private static final String FILES = "routes and strategies";
  private static final int SOUND = 0;
  private static final int WRONG = 1;

  /** Settings of the addresses, which are examined by themselves. */
  private static final List<String> ADDRESSES =
      List.of("--server.address=", "--management.server.address=");

  private final Class<?> application;
  private final Shell shell;

  DoctorCommand(Class<?> application, Shell shell) {
    this.application = application;
    this.shell = shell;
  }

  /**
   * Examines the installation.
   *
   * @param json whether programs read the findings
   * @param settings of the service, as {@code --name=value}
   * @return 0 when nothing is wrong, 1 otherwise, 2 for a wrong command line
   */
  int run(boolean json, List<String> settings) {
    List<String> unknown =
        settings.stream().filter(word -> !word.matches("--[A-Za-z][\\w.\\[\\]-]*(=.*)?")).toList();
    if (!unknown.isEmpty()) {
      shell
          .err()
          .printf("doctor takes settings as --name=value, not '%s'.%n", String.join(" ", unknown));
      return 2;
    }
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
    List<Finding> findings = examine(settings);
    if (json) {
      shell.out().println(json(findings));
    } else {
      print(findings);
    }
    return count(findings, Level.WRONG) > 0 ? WRONG : SOUND;
  }

  private List<Finding> examine(List<String> settings) {
    List<Finding> findings = new ArrayList<>();
    findings.add(MachineDiagnosis.java());
    try {
      ConfigurableEnvironment environment =
          CommandSettings.environment(settings.toArray(String[]::new));
      MachineDiagnosis machine = new MachineDiagnosis(environment);
      ServersDiagnosis servers = new ServersDiagnosis(environment, Clock.systemUTC());
      findings.add(machine.memory());
      servers.dataDirectory().ifPresent(data -> findings.addAll(machine.data(data)));
      findings.add(ServiceDiagnosis.port(environment));
      findings.add(ServiceDiagnosis.access(environment));
      findings.addAll(servers.findings());
      servers
          .database()
          .map(database -> new QueueDiagnosis(environment, database, Clock.systemUTC()))
          .ifPresent(queue -> findings.addAll(queue.findings()));
      findings.addAll(files(environment, settings));
    } catch (StartupRefusedException e) {
      findings.add(Finding.of("settings", e));
    }
    String url = shell.variable("TRAINYARD_URL");
    if (url != null) {
      findings.addAll(ServiceDiagnosis.health(url, shell.variable("TRAINYARD_KEY")));
    }
    return findings;
  }

  private List<Finding> files(ConfigurableEnvironment environment, List<String> settings) {
    try {
      Home home = Home.of(environment);
      String[] local =
          Stream.of(
                  settings.stream().filter(word -> ADDRESSES.stream().noneMatch(word::startsWith)),
                  ADDRESSES.stream().map(name -> name + "127.0.0.1"),
                  Stream.of("--logging.level.root=off"))
              .flatMap(words -> words)
              .toArray(String[]::new);
      try (ServiceBeans beans = ServiceBeans.of(application, local)) {
        return findings(home, FileCheck.of(beans));
      }
    } catch (StartupRefusedException e) {
      return List.of(Finding.of(FILES, e));
    } catch (IOException e) {
      return List.of(Finding.wrong(FILES, "cannot be read: " + e, "Give its user the files."));
    }
  }

  private static List<Finding> findings(Home home, FileCheck check) {
    List<Finding> findings = new ArrayList<>();
    for (FileProblem problem : check.problems()) {
      findings.add(Finding.wrong(FILES, problem.toString(), "Correct the file."));
    }
    for (FileProblem file : check.unread()) {
      findings.add(Finding.warning(FILES, file.toString(), "Rename, move or remove it."));
    }
    if (check.problems().isEmpty()) {
      findings.add(
          Finding.ok(
              FILES,
              "%d routes in %d files in %s are valid, and so are the strategies and jars"
                  .formatted(check.routes(), check.files(), home.directory())));
    }
    return findings;
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private void print(List<Finding> findings) {
    Palette palette = Palette.of(Palette.Use.AUTO, shell);
    for (Finding finding : findings) {
      Tone tone =
          switch (finding.level()) {
            case OK -> Tone.GOOD;
            case WARNING -> Tone.WARNING;
            case WRONG -> Tone.BAD;
          };
      shell
          .out()
          .printf(
              "%s  %s: %s%n",
              palette.paint("%-7s".formatted(name(finding.level())), tone),
              finding.subject(),
              PlainText.of(finding.message()));
      if (finding.advice() != null) {
        shell.out().printf("         -> %s%n", PlainText.of(finding.advice()));
      }
    }
    shell
        .out()
        .printf(
            "%d wrong, %d to look at, %d as it should be%n",
            count(findings, Level.WRONG),
            count(findings, Level.WARNING),
            count(findings, Level.OK));
  }

  private static String json(List<Finding> findings) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("wrong", count(findings, Level.WRONG));
    document.put("warnings", count(findings, Level.WARNING));
    for (Finding finding : findings) {
      document
          .withArrayProperty("findings")
          .addObject()
          .put("level", name(finding.level()))
          .put("subject", finding.subject())
          .put("message", finding.message())
          .put("advice", finding.advice());
    }
    return JsonText.write(document);
  }

  private static String name(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
