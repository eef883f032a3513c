package dev.trainyard.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  private static final Path SHIPPED = Path.of("config", "strategies");

  @TempDir private Path plugins;
  @TempDir private Path definitions;

  @BeforeEach
  void copyDefinitions() throws IOException {
    try (var files = Files.newDirectoryStream(SHIPPED)) {
      for (Path file : files) {
        Files.copy(file, definitions.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void aJarBringsItsStrategyWithItsSpace() throws IOException {
    PluginJar.example(plugins);

    StrategyCatalog catalog = StrategyCatalog.load(definitions, plugins);

    Strategy strategy = catalog.find("SMA_CROSS").orElseThrow();
    assertThat(strategy.space().names()).startsWith("fast_period", "slow_period");
    assertThat(strategy.getClass().getClassLoader().getName()).isEqualTo("plugin sma-cross.jar");
    assertThat(catalog.names()).contains("LIQUIDITY_SWEEP").hasSize(5);
  }

  @Test
  void aFileOfTheOperatorGoesBeforeTheOneInTheJar() throws IOException {
    PluginJar.example(plugins);
    String shipped = Files.readString(Path.of("src/examples/sma-cross/strategies/sma-cross.yaml"));
    Files.writeString(
        definitions.resolve("mine.yaml"), shipped.replace("min_trades: 5", "min_trades: 17"));

    StrategyCatalog catalog = StrategyCatalog.load(definitions, plugins);

    assertThat(catalog.find("SMA_CROSS").orElseThrow().defaultMinTrades()).isEqualTo(17);
  }

  @Test
  void withoutADirectoryOfJarsThereAreTheBuiltInStrategies() {
    assertThat(StrategyCatalog.load(definitions, plugins.resolve("none")).names()).hasSize(4);
  }

  @Test
  void aJarWithoutAStrategyIsRefusedByItsName() throws IOException {
    Path jar = PluginJar.of(plugins, "empty", Map.of("readme.txt", new byte[0]));

    assertRefused(jar + ": has no strategy: META-INF/services/");
  }

  @Test
  void aJarWhoseClassIsMissingIsRefusedByItsName() throws IOException {
    Path jar = PluginJar.of(plugins, "broken", Map.ofEntries(PluginJar.service("example.Missing")));

    assertRefused(jar + ": cannot be loaded:");
    assertRefused("example.Missing");
  }

  @Test
  void whatIsNoJarIsRefusedByItsName() throws IOException {
    Files.writeString(plugins.resolve("text.jar"), "no jar", StandardCharsets.UTF_8);

    assertRefused("text.jar: has no strategy");
  }

  @Test
  void aJarCannotTakeTheNameOfAnotherStrategy() throws IOException {
    Path jar = PluginJar.variant(plugins, "SUPPLY_SHOCK", "return signals;");

    assertRefused(jar + ": there is another strategy SUPPLY_SHOCK");
  }

  @Test
  void aFileWhoseJarIsGoneIsRefusedWithItsLine() throws IOException {
    Files.copy(
        Path.of("src/examples/sma-cross/strategies/sma-cross.yaml"),
        definitions.resolve("sma-cross.yaml"));

    assertRefused("sma-cross.yaml:2: name: no strategy SMA_CROSS");
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(StrategyFileException.class)
        .isThrownBy(() -> StrategyCatalog.load(definitions, plugins))
        .withMessageContaining(message);
  }
}
