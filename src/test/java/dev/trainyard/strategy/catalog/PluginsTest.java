package dev.trainyard.strategy.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.file.StrategyFileException;
import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PluginsTest {
  private static final Path SHIPPED = Path.of("config", "strategies");

  private static final String CREATE = "return new SmaCross(definition);";

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
  void aJarThatNamesNoStrategyAndHasClassesIsALibraryOfTheRoutes() throws IOException {
    Path component = PluginJar.component(plugins);
    PluginJar.example(plugins);

    assertThat(StrategyCatalog.load(definitions, plugins).names()).hasSize(5);
    assertThat(PluginJars.libraries(plugins)).containsExactly(component);
  }

  @Test
  void aStrategyWithoutTheEntryThatNamesItsClassIsNoLibrary() throws IOException {
    Path jar = PluginJar.example(plugins);
    PluginJar.renamed(
        jar, "META-INF/services/dev.trainyard.strategy.StrategyProvider", "META-INF/forgotten");

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

    assertRefused("text.jar: is not a complete jar: copy it again");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "throw new IllegalStateException(\"no\\n licence\") | java.lang.IllegalStateException: no licence",
        "throw new NoClassDefFoundError(\"lib/Missing\")  | java.lang.NoClassDefFoundError: lib/Missing",
        "throw new AssertionError(\"odd\")                | java.lang.AssertionError: odd",
        "return create(definition)                         | java.lang.StackOverflowError",
        "throw Provider.<RuntimeException>any(new java.io.IOException(\"gone\")) | java.io.IOException: gone",
      })
  void whatCreateThrowsIsToldWithItsJarAndTheLineOfItsSource(String statement, String reason)
      throws IOException {
    Path jar =
        PluginJar.edited(
            plugins,
            "FAILS",
            CREATE,
            "if (true) { %s; } %s".formatted(statement, CREATE)
                + " } static <E extends Throwable> E any(Throwable t) throws E { throw (E) t;");

    StrategyFileException refused = refused();

    assertThat(refused.problems()).singleElement().hasToString(refused.getMessage());
    assertThat(refused.getMessage())
        .startsWith(jar + ": create failed: " + reason)
        .contains("thrown in example.SmaCross$Provider.")
        .containsPattern("\\(SmaCross.java:\\d+\\)$")
        .hasLineCount(1);
  }

  @Test
  void whatTheConstructorOfAProviderThrowsIsToldWithItsJar() throws IOException {
    Path jar =
        PluginJar.edited(
            plugins,
            "FAILS",
            "    @Override\n    public String name() {\n      return \"FAILS\"",
            "public Provider() { throw new IllegalStateException(\"no licence\"); }"
                + " @Override public String name() { return \"FAILS\"");

    assertRefused(jar + ": cannot be loaded: java.lang.IllegalStateException: no licence, thrown");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "return \"FAILS\"; | return null;      | Provider.name returns null",
        "return \"FAILS\"; | return \"a b\"; | Provider.name returns a b",
        "return \"FAILS\"; | throw new IllegalStateException(\"no name\"); | Provider.name failed: java.lang.IllegalStateException: no name",
        "return new SmaCross(definition); | return null; | create returns null",
        "return Math.max(parameters.integer(slow), ATR_WARMUP) + 1; | return 1 / (slow - slow); | the strategy cannot be described: java.lang.ArithmeticException: / by zero",
      })
  void whatAJarGivesThatCannotBeUsedIsToldWithItsName(String text, String by, String reason)
      throws IOException {
    Path jar = PluginJar.edited(plugins, "FAILS", text, by);

    assertRefused(jar + ": ");
    assertRefused(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "String name()                | \"OTHER\" | its name is OTHER, and its provider's is FAILS",
        "String description()         | null      | description returns null",
        "Set<Side> directions()       | Set.of()  | directions returns []",
        "dev.trainyard.strategy.ParameterSpace space() | null | space does not return the space of the definition",
        "int maxHolding(Parameters p) | -1        | maxHolding returns -1",
      })
  void whatAStrategySaysOfItselfThatCannotBeUsedIsToldWithItsJar(
      String method, String value, String reason) throws IOException {
    String signals = "  @Override\n  public Signals signals";
    Path jar =
        PluginJar.edited(
            plugins,
            "FAILS",
            signals,
            "  @Override public %s { return %s; }\n".formatted(method, value) + signals);

    assertRefused(jar + ": ");
    assertRefused(reason);
  }

  @Test
  void aParameterThatAStrategyMissesIsToldWithItsFileAndLineAndTheJar() throws IOException {
    Path jar = PluginJar.example(plugins);
    String shipped = Files.readString(Path.of("src/examples/sma-cross/strategies/sma-cross.yaml"));
    Path file = definitions.resolve("sma-cross.yaml");
    Files.writeString(file, shipped.replace("slow_period:", "slowest_period:"));

    assertRefused(file + ":");
    assertRefused("parameters.slow_period: the parameter is missing (says " + jar + ")");
  }

  @Test
  void aDefinitionInAJarIsOfItsOwnStrategy() throws IOException {
    Path jar = PluginJar.edited(plugins, "FAILS", "return \"FAILS\";", "return \"SMA_CROSS\";");
    Path renamed = PluginJar.renamed(jar, "strategies/fails.yaml", "strategies/sma-cross.yaml");

    assertRefused(renamed + "!/strategies/sma-cross.yaml:");
    assertRefused("name: must be SMA_CROSS, as its provider says");
  }

  @Test
  void anEditThatAJarThrowsAtIsRefusedAndWhatRanRunsOn() throws IOException {
    Path jar =
        PluginJar.edited(
            plugins,
            "PICKY",
            CREATE,
            "if (definition.minTrades() == 17) { throw new NoClassDefFoundError(\"lib/Missing\"); } "
                + CREATE);
    StrategyCatalog catalog = StrategyCatalog.load(definitions, plugins);
    Strategy running = catalog.find("PICKY").orElseThrow();
    SortedMap<String, FileText> edited = new TreeMap<>();
    try (var files = Files.newDirectoryStream(definitions)) {
      for (Path file : files) {
        edited.put(file.toString(), EditedText.read(file));
      }
    }
    edited.put(
        "picky.yaml",
        FileText.of(
            Files.readString(Path.of("src/examples/sma-cross/strategies/sma-cross.yaml"))
                .replace("name: SMA_CROSS", "name: PICKY")
                .replace("min_trades: 5", "min_trades: 17")));

    assertThatExceptionOfType(StrategyFileException.class)
        .isThrownBy(() -> catalog.with("config/strategies", edited))
        .withMessageContaining(
            jar + ": create failed: java.lang.NoClassDefFoundError: lib/Missing");
    assertThat(catalog.find("PICKY")).containsSame(running);
  }

  private StrategyFileException refused() {
    return catchThrowableOfType(
        StrategyFileException.class, () -> StrategyCatalog.load(definitions, plugins));
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(StrategyFileException.class)
        .isThrownBy(() -> StrategyCatalog.load(definitions, plugins))
        .withMessageContaining(message);
  }
}
