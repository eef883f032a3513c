package dev.trainyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnknownCommandTest {
  private static final String REST =
      " Commands are check [DIRECTORY] and schema [FILE]. Without one the service starts, with settings as --name=value.\n";

  @Test
  void theKnownCommandsAndTheNearestAreTold() {
    assertThat(told("checkk"))
        .isEqualTo("64 There is no command 'checkk'; did you mean check?" + REST);
    assertThat(told("-h")).isEqualTo("64 There is no command '-h'." + REST);
  }

  private static String told(String word) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new UnknownCommand(
                Map.of("check", "check [DIRECTORY]", "schema", "schema [FILE]"),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .run(word);
    return status + " " + err.toString(StandardCharsets.UTF_8);
  }
}
