package dev.trainyard.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.cli.terminal.Palette.Use;
import dev.trainyard.cli.terminal.Shell.Terminals;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaletteTest {
  @ParameterizedTest
  @CsvSource({
    "AUTO, true, '', xterm, COLOURED",
    "AUTO, false, '', xterm, PLAIN",
    "AUTO, true, 1, xterm, PLAIN",
    "AUTO, true, '', dumb, PLAIN",
    "ALWAYS, false, 1, dumb, COLOURED",
    "NEVER, true, '', xterm, PLAIN"
  })
  void coloursAreForTerminals(
      Use use, boolean terminal, String noColor, String term, Palette palette) {
    Shell shell =
        new Shell(
            InputStream.nullInputStream(),
            System.out,
            System.err,
            Map.of("NO_COLOR", noColor, "TERM", term),
            new Terminals(false, terminal, false),
            () -> 80);

    assertThat(Palette.of(use, shell)).isEqualTo(palette);
  }
}
