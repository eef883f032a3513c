package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** The command against an embedded database that no service has ever started. */
class KeysCommandIT {
  private static final String KEY = "ty_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}\n";

  @TempDir private Path home;

  /** The command lets nothing log in its process, which is that of other tests here. */
  @AfterEach
  void logAgain() {
    LoggingSystem.get(getClass().getClassLoader())
        .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
  }

  @Test
  void theFirstKeyExistsBeforeTheFirstStart() {
    Outcome made = run("create", "--name", "ci", "--role", "operator", "--expires", "90d");

    assertThat(made.exit()).as(made.err()).isZero();
    assertThat(made.out()).matches(KEY);
    assertThat(made.err()).contains("the only time that the key is shown");

    Outcome again = run("create", "--name", "ci", "--role", "viewer");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("an active key with the name ci");

    Outcome list = run("list");
    assertThat(list.out())
        .containsPattern("ci +operator +active +2")
        .contains(made.out().substring(0, 13))
        .doesNotContain(made.out().strip());

    assertThat(run("revoke", "nosuch").exit()).isEqualTo(1);
    assertThat(run("revoke", "ci").out()).isEqualTo("Key ci is revoked.\n");
    assertThat(run("list").out()).containsPattern("ci +operator +revoked");
    assertThat(run("create", "--name", "ci", "--role", "viewer").exit()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          create --name ci                                | --role=ROLE
          create --role viewer                            | --name=NAME
          create --name ci --role boss                    | --role must be one of viewer, operator, admin, not 'boss'
          create --name ci --role viewer --expires soon   | --expires must be a time such as 90d
          create --name ci --role viewer --expires -1d    | --expires must be a time
          revoke                                          | KEY
          destroy                                         | destroy
          """)
  void aWrongCommandLineSaysWhatIsAllowed(String line, String message) {
    Outcome wrong = run(line.split(" +", -1));

    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains(message);
    assertThat(wrong.out()).isEmpty();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void aDatabaseThatIsAwayIsToldInOneLine() {
    Outcome away = run("list", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");

    assertThat(away.exit()).isEqualTo(69);
    assertThat(away.err().lines()).hasSize(1);
  }

  private Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> line =
        Stream.concat(
                Stream.of(arguments), Stream.of("--trainyard.data-dir=" + home.resolve("data")))
            .toList();
    int exit =
        KeysCommand.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), line);
    return new Outcome(
        exit,
        out.toString(UTF_8).replace(System.lineSeparator(), "\n"),
        err.toString(UTF_8).replace(System.lineSeparator(), "\n"));
  }

  /**
   * How a command ended.
   *
   * @param exit its exit code
   * @param out what it printed
   * @param err what it complained of
   */
  private record Outcome(int exit, String out, String err) {}
}
