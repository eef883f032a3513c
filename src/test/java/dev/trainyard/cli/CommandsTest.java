package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.cli.CommandRun.Outcome;
import dev.trainyard.support.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands do without a service. */
class CommandsTest {
  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({"help jobs, trainyard jobs", "help schedules create, trainyard schedules create"})
  void helpOfACommandIsThatOfTheCommand(String line, String shown) {
    Outcome help = run(line.split(" "));

    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("Usage: " + shown);
  }

  @Test
  void aSubcommandNeedsNoneOfTheOptionsOfItsCommand() {
    assertThat(run("fetch", "list", "--help").exit()).isZero();
    assertThat(run("fetch", "list", "--url", "http://127.0.0.1:1").exit()).isEqualTo(69);
    assertThat(run("fetch").err()).contains("--symbol and --timeframe");
  }

  @Test
  void aNumberThatIsNoneIsToldInWords() {
    Outcome wrong = run("jobs", "--limit", "abc");

    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("--limit", "must be a whole number, not abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpListsAllCommandsInGroups(String word) {
    Outcome help = run(word);

    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains("Jobs\n  submit", "Configurations\n", "Queue\n", "Data\n", "Installation\n")
        .contains("Exit codes: 0 done, 1 the job failed");
    for (String command :
        "submit batch jobs show watch cancel retry logs trials configurations compare report export activate failed replay queue pause resume workers import market-data schedules keys migrate check schema routes doctor"
            .split(" ", -1)) {
      assertThat(help.out()).contains("\n  " + command + " ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "submit",
        "batch",
        "jobs",
        "show",
        "watch",
        "logs",
        "trials",
        "cancel",
        "retry",
        "configurations",
        "compare",
        "report",
        "export",
        "activate",
        "deactivate",
        "overview",
        "queue",
        "pause",
        "resume",
        "workers",
        "failed",
        "replay",
        "schedules",
        "import",
        "market-data",
        "strategies",
        "check",
        "doctor",
        "migrate",
        "routes",
        "schema",
        "profiles",
        "whoami",
        "completion"
      })
  void eachCommandHasHelpWithAnExample(String command) {
    Outcome help = run(command, "--help");

    assertThat(help.exit()).as(help.err()).isZero();
    assertThat(help.out())
        .startsWith("Usage: " + (command.equals("keys") ? "" : "trainyard ") + command)
        .containsPattern("Examples?:\\n.*trainyard(\\.jar)? " + command);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jbos                       | There is no command 'jbos'; did you mean jobs?
          -x                         | There is no command '-x'.
          --json jobs                | Options come after the command: trainyard COMMAND --json
          jobs --sttus X             | Unknown options: '--sttus'
          jobs --limit many          | '--limit'
          show                       | Missing required parameter: 'JOB'
          compare one                | CONFIGURATION
          jobs --json -q             | Use --json or --quiet, not both.
          jobs --url ftp://x         | --url must be an address such as http://localhost:8000.
          jobs --url http://u:p@x    | --url must not contain a user or password.
          jobs --url http://x --profile y | Use --url or --profile, not both.
          jobs --profile nosuch      | has no profile nosuch; it has none.
          jobs --key-file /nosuch    | /nosuch does not exist.
          jobs --color maybe         | '--color'
          submit nosuch.yaml         | there is no file nosuch.yaml.
          submit --set x             | --set must be FIELD=VALUE, not 'x'.
          import --symbol A/B --timeframe 5m nosuch.csv | There is no file nosuch.csv that can be read.
          replay                     | Name dead letters, or filter them
          replay x --all             | one of these
          trials x --csv --json      | --csv prints all trials
          show ..                    | '..' is not an id or a name.
          completion fish            | 'fish'
          profiles add a/b --url http://x | A profile's name has 1 to 50 letters
          """)
  void aWrongCommandLineIsToldInTwoLinesAtMost(String line, String message) {
    Outcome wrong = run(line.split(" +", -1));

    assertThat(wrong.exit()).as(wrong.err()).isEqualTo(2);
    assertThat(wrong.err()).contains(message);
    assertThat(wrong.err().lines().count()).isLessThanOrEqualTo(2);
    assertThat(wrong.out()).isEmpty();
  }

  @Test
  void settingsAloneStartTheService() {
    assertThat(Commands.startsService()).isTrue();
    assertThat(Commands.startsService("--server.port=9000", "--debug")).isTrue();
    assertThat(Commands.startsService("--server.port=9000", "jobs")).isFalse();
    assertThat(Commands.startsService("jobs")).isFalse();
    assertThat(Commands.startsService("--help")).isFalse();
  }

  @Test
  void aServiceThatIsAwayIsToldInOneLine() {
    for (List<String> words :
        List.of(
            List.of("jobs"),
            List.of("submit", "--strategy", "X", "--symbol", "A/B", "-q"),
            List.of("watch", "01980a5d-ac96-774b-bcce-b302099a8057"))) {
      Outcome away = CommandRun.at(1).run(words.toArray(String[]::new));

      assertThat(away.exit()).as(words.toString()).isEqualTo(69);
      assertThat(away.err())
          .startsWith("The service at http://localhost:1 cannot be reached: connection refused.")
          .hasLineCount(1);
    }
  }

  @Test
  void aSubmissionWhoseAnswerIsLostSaysHowToRepeatIt() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread hangsUp = new Thread(() -> hangUp(silent));
      hangsUp.setDaemon(true);
      hangsUp.start();

      Outcome lost =
          CommandRun.at(silent.getLocalPort()).run("submit", "--strategy", "X", "--symbol", "A/B");

      assertThat(lost.exit()).isEqualTo(69);
      assertThat(lost.err())
          .containsPattern("--idempotency-key [0-9a-f-]{36}: it is submitted once");
    }
  }

  private static void hangUp(ServerSocket server) {
    while (true) {
      try {
        server.accept().close();
      } catch (IOException ended) {
        return;
      }
    }
  }

  @Test
  void theScriptForCompletionKnowsCommandsAndOptions() throws Exception {
    Outcome bash = run("completion", "bash");
    Path script = Files.writeString(home.resolve("completion"), bash.out());

    Process words =
        new ProcessBuilder(
                "bash",
                "-c",
                "source \"$0\"; COMP_WORDS=(trainyard jobs --st); COMP_CWORD=2;"
                    + " COMP_LINE='trainyard jobs --st'; _complete_trainyard trainyard --st jobs;"
                    + " printf '%s\\n"
                    + "' \"${COMPREPLY[@]}\"",
                script.toString())
            .redirectErrorStream(true)
            .start();
    String completed = new String(words.getInputStream().readAllBytes(), UTF_8);
    assertThat(words.waitFor()).as(completed).isZero();
    assertThat(completed).contains("--status", "--strategy");
    assertThat(run("completion", "zsh").out()).startsWith("autoload").contains("bashcompinit");
  }

  @Test
  void profilesKeepAddressesAndKeysInAPrivateFile() throws Exception {
    CommandRun user =
        new CommandRun(Map.of("XDG_CONFIG_HOME", home.toString()), "ty_secret\n", 400);
    Path file = home.resolve("trainyard/config.yaml");

    assertThat(user.run("profiles").err()).contains("There are no profiles.");
    assertThat(user.run("profiles", "add", "desk", "--url", "http://127.0.0.1:1/").exit()).isZero();
    assertThat(user.run("profiles", "add", "lab", "--url", "http://127.0.0.1:2", "--no-key").exit())
        .isZero();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(user.run("profiles").out())
        .containsPattern("desk +http://127.0.0.1:1 +yes +yes")
        .containsPattern("lab +http://127.0.0.1:2 +no")
        .doesNotContain("ty_secret");
    assertThat(user.run("jobs").err()).contains("http://127.0.0.1:1 ");
    assertThat(user.run("jobs", "--profile", "lab").err()).contains("http://127.0.0.1:2 ");
    assertThat(user.with("TRAINYARD_URL", "http://127.0.0.1:3").run("jobs").err())
        .contains("http://127.0.0.1:3 ");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Outcome open = user.run("jobs");
    assertThat(open.exit()).isEqualTo(2);
    assertThat(open.err()).contains("may be read by other users", "chmod 600");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(user.run("profiles", "default", "lab").exit()).isZero();
    assertThat(user.run("profiles", "remove", "desk").exit()).isZero();
    assertThat(user.run("jobs").err()).contains("http://127.0.0.1:2 ");
    assertThat(Files.readString(file)).doesNotContain("ty_secret");
  }

  /** A process, because this one has loaded everything already. */
  @Test
  void aCommandThatAsksAServiceLoadsNoFramework() throws Exception {
    try (JavaProcess command =
        JavaProcess.start(
            home,
            List.of("-Xlog:class+load:file=" + home.resolve("classes.txt")),
            Map.of("TRAINYARD_URL", "http://127.0.0.1:1", "HOME", home.toString()),
            TrainyardApplication.class,
            "jobs")) {
      assertThat(command.exitCode()).as(command.errors()).isEqualTo(69);
      assertThat(command.errors()).startsWith("The service at http://127.0.0.1:1");
    }
    List<String> loaded = classes(home.resolve("classes.txt"));
    assertThat(loaded).anyMatch(line -> line.contains("dev.trainyard.cli.command.JobsCommand"));
    assertThat(loaded)
        .noneMatch(
            line ->
                line.contains(" org.springframework.")
                    || line.contains(" org.apache.camel.")
                    || line.contains(" org.slf4j.")
                    || line.contains(" ch.qos.logback.")
                    || line.contains(" org.postgresql.")
                    || line.contains(".databind.ObjectMapper ")
                    || line.contains(" java.net.http."));
  }

  private static List<String> classes(Path log) {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Outcome run(String... words) {
    return new CommandRun(
            Map.of("XDG_CONFIG_HOME", home.toString(), "TRAINYARD_KEY", "ty_k"), "", 100)
        .run(words);
  }
}
