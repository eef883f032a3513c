package dev.trainyard.strategy.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.builtin.TestSpaces;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrategyFilesTest {
  private static final String SOUND =
      """
      name: EXAMPLE
      description: An example.
      min_trades: 5
      parameters:
        depth:
          type: float
          low: 0.1
          high: 10
          log: true
          grid_steps: 4
          default: 1
          description: How deep.
        bars:
          type: int
          low: 10
          high: 40
          step: 10
          default: 20
          description: How long.
        mode:
          type: categorical
          choices: [slow, fast]
          default: fast
          description: How fast.
      """;

  @TempDir private Path directory;

  @Test
  void aSoundFileIsReadInTheOrderOfItsParameters() throws IOException {
    StrategyDefinition definition = load(SOUND).definitions().get(0);

    assertThat(definition.minTrades()).isEqualTo(5);
    assertThat(definition.space().names()).containsExactly("depth", "bars", "mode");
    ParameterSpec depth = definition.space().get(0);
    assertThat(depth.log()).isTrue();
    assertThat(depth.gridSteps()).isEqualTo(4);
    assertThat(definition.space().get(1).step()).isEqualTo(10);
    assertThat(definition.space().get(1).defaultValue()).isEqualTo(20);
    assertThat(definition.space().get(2).choices()).containsExactly("slow", "fast");
  }

  @Test
  void mistakesAreNamedWithFileLineAndWhatIsAllowed() {
    assertRefused("low: 0.1", "low: deep", 7, "parameters.depth.low: must be a number, not deep");
    assertRefused("low: 0.1", "low: 11", 8, "parameters.depth.high: must be at least low, 11");
    assertRefused("low: 0.1", "low: 0", 7, "parameters.depth.low: must be above 0");
    assertRefused(
        "type: float",
        "type: real",
        6,
        "parameters.depth.type: must be one of float, int, categorical");
    assertRefused(
        "grid_steps: 4",
        "grid_step: 4",
        10,
        "parameters.depth.grid_step: no such field; did you mean grid_steps?");
    assertRefused("step: 10", "step: 7", 17, "high must be low plus a multiple of step");
    assertRefused("default: 20", "default: 50", 18, "must be from 10 to 40");
    assertRefused("default: fast", "default: quick", 23, "must be one of [slow, fast]");
    assertRefused("[slow, fast]", "[slow, slow]", 22, "must be a list of different numbers");
    assertRefused("min_trades: 5", "min_trades: none", 3, "must be a whole number from 1");
    assertRefused("name: EXAMPLE", "name: example", 1, "must be upper case");
  }

  /** Numbers are read as those of requests are. */
  @Test
  void aNumberIsTheOneThatWasWrittenOrRefused() throws IOException {
    for (String lost : List.of("1e-400", "+1e-400", ".1e-400", "1e400", "5.00000000000000000001")) {
      assertRefused(
          "low: 0.1", "low: " + lost, 7, "must be a number that a double of 64 bits can hold");
      assertRefused(
          "min_trades: 5", "min_trades: " + lost, 3, "must be a number that a double of 64 bits");
    }
    for (String large : List.of("4294967301", "18446744073709551621", "5.5")) {
      assertRefused("min_trades: 5", "min_trades: " + large, 3, "must be a whole number from 1");
    }
    for (String spelling : List.of("5", "5.0", "0.5e1", "50e-1")) {
      StrategyFiles read = load(SOUND.replace("min_trades: 5", "min_trades: " + spelling));
      assertThat(read.definitions().get(0).minTrades()).isEqualTo(5);
    }
  }

  @Test
  void aMissingFieldIsNamedAtTheObjectThatLacksIt() {
    assertRefused("    high: 10\n", "", 6, "parameters.depth.high: must be a number");
  }

  @Test
  void aParameterDefinedTwiceIsRefused() {
    assertRefused("  bars:", "  depth:", 13, "Duplicate field 'depth'");
  }

  @Test
  void textThatIsNotYamlIsRefusedWithItsLine() {
    assertRefused(
        "description: An example.",
        "description: [",
        4,
        "while parsing a flow sequence: expected ',' or ']'");
  }

  @Test
  void allMistakesOfAllFilesAreReportedAtOnce() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), SOUND.replace("low: 0.1", "low: x"));
    Files.writeString(directory.resolve("b.yaml"), SOUND.replace("low: 10", "low: y"));

    assertThatThrownBy(() -> StrategyFiles.load(directory))
        .isInstanceOf(StrategyFileException.class)
        .hasMessageContaining("a.yaml:7: ")
        .hasMessageContaining("b.yaml:15: ");
  }

  @Test
  void aStrategyDefinedInTwoFilesIsRefused() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), SOUND);
    Files.writeString(directory.resolve("b.yaml"), SOUND);

    assertThatThrownBy(() -> StrategyFiles.load(directory))
        .hasMessageContaining("b.yaml:1: name: EXAMPLE is already defined in ");
  }

  @Test
  void aMissingDirectoryIsRefused() {
    assertThatThrownBy(() -> StrategyFiles.load(directory.resolve("nowhere")))
        .hasMessageContaining("nowhere: no such directory");
  }

  @Test
  void theCatalogRefusesAFileOfNoStrategyAndAStrategyWithoutFile() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"), SOUND.replace("name: EXAMPLE", "name: LIQUIDITY_SWEPT"));

    assertThatThrownBy(() -> StrategyCatalog.builtIn(directory))
        .isInstanceOf(StrategyFileException.class)
        .hasMessageContaining("a.yaml:1: name: no strategy LIQUIDITY_SWEPT")
        .hasMessageContaining("did you mean LIQUIDITY_SWEEP?")
        .hasMessageContaining("no file defines LIQUIDITY_SWEEP");
  }

  @Test
  void theCatalogRefusesParametersThatAStrategyDoesNotRead() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"), SOUND.replace("name: EXAMPLE", "name: LIQUIDITY_SWEEP"));

    assertThatThrownBy(() -> StrategyCatalog.builtIn(directory))
        .hasMessageContaining("a.yaml:6: parameters.max_holding_periods: the parameter is missing");
  }

  @Test
  void anUnknownStrategyIsAnsweredWithTheNearestName() {
    assertThat(TestSpaces.catalog().unknown("liquidity_sweeps"))
        .isEqualTo(
            "no strategy liquidity_sweeps; did you mean LIQUIDITY_SWEEP?; allowed:"
                + " CAPITULATION_REVERSAL, FAILED_BREAKDOWN, LIQUIDITY_SWEEP, SUPPLY_SHOCK");
  }

  private void assertRefused(String sound, String mistaken, int line, String message) {
    assertThat(SOUND).contains(sound);
    assertThatThrownBy(() -> load(SOUND.replaceFirst(Pattern.quote(sound), mistaken)))
        .isInstanceOf(StrategyFileException.class)
        .hasMessageContaining("example.yaml:" + line + ": ")
        .hasMessageContaining(message);
  }

  private StrategyFiles load(String text) throws IOException {
    Files.writeString(directory.resolve("example.yaml"), text);
    return StrategyFiles.load(directory);
  }
}
