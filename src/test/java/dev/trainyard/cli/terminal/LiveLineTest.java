package dev.trainyard.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.cli.terminal.Shell.Terminals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveLineTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void onATerminalItIsDrawnAgainInItsPlaceAndNeverWraps() {
    LiveLine line = new LiveLine(shell(new Terminals(true, true, true)));

    line.show("a", "x".repeat(100));
    line.pause();
    line.show("a", "not while a question is asked");
    line.resume();
    line.show("a", "done");
    line.clear();

    assertThat(written.toString(UTF_8))
        .isEqualTo(
            "\r\u001b[K"
                + "x".repeat(14)
                + ".."
                + "x".repeat(13)
                + "\r\u001b[K\r\u001b[Kdone\r\u001b[K");
  }

  @Test
  void inAFileItIsWrittenWhenItsHeadingChanges() {
    LiveLine line = new LiveLine(shell(Terminals.NONE));

    line.show("a", "a 1");
    line.show("a", "a 2");
    line.show("b", "b 1");
    line.clear();

    assertThat(written.toString(UTF_8)).isEqualTo("a 1\nb 1\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0,[--------]",
    "49.9,[###-----]",
    "50,[####----]",
    "100,[########]",
    "-5,[--------]",
    "200,[########]"
  })
  void aBarShowsWhatIsDone(double percentage, String bar) {
    assertThat(Bar.of(percentage, 10)).isEqualTo(bar);
  }

  private Shell shell(Terminals terminals) {
    PrintStream out = new PrintStream(written, true, UTF_8);
    return new Shell(InputStream.nullInputStream(), out, out, Map.of(), terminals, () -> 30);
  }
}
