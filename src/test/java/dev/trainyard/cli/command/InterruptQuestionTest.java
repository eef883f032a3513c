package dev.trainyard.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trainyard.cli.terminal.LiveLine;
import dev.trainyard.cli.terminal.Shell;
import dev.trainyard.cli.terminal.Shell.Terminals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptQuestionTest {
  private static final Terminals PERSON = new Terminals(true, true, true);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> done = new CopyOnWriteArrayList<>();

  @Test
  void yesCancels() {
    question("y\n", PERSON).pressed();

    assertThat(done).containsExactly("cancelled");
    assertThat(err.toString(UTF_8)).contains("Cancel the job? [y/N]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n\n", "\n", "", "what?\n"})
  void anyOtherAnswerGoesOnWaiting(String answer) {
    question(answer, PERSON).pressed();

    assertThat(done).isEmpty();
  }

  @Test
  void aSecondOneLeavesTheJobRunning() throws IOException {
    try (PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(silent)) {
      InterruptQuestion question = question(in, PERSON);
      Thread first = new Thread(question::pressed);
      first.setDaemon(true);
      first.start();
      await().until(() -> err.toString(UTF_8).contains("[y/N]"));

      question.pressed();

      assertThat(done).containsExactly("exit 130");
      assertThat(err.toString(UTF_8)).contains("The job goes on. Show it with: trainyard watch 1");
    }
  }

  @Test
  void whereNobodyCanAnswerTheJobGoesOn() {
    question("y\n", Terminals.NONE).pressed();

    assertThat(done).containsExactly("exit 130");
    assertThat(err.toString(UTF_8)).contains("The job goes on.").doesNotContain("[y/N]");
  }

  private InterruptQuestion question(String answer, Terminals terminals) {
    return question(new ByteArrayInputStream(answer.getBytes(UTF_8)), terminals);
  }

  private InterruptQuestion question(InputStream in, Terminals terminals) {
    PrintStream out = new PrintStream(err, true, UTF_8);
    Shell shell = new Shell(in, out, out, Map.of(), terminals, () -> 80);
    return new InterruptQuestion(
        shell,
        new LiveLine(shell),
        "job",
        "trainyard watch 1",
        () -> done.add("cancelled"),
        code -> done.add("exit " + code));
  }
}
