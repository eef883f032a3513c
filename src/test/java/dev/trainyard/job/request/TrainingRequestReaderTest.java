package dev.trainyard.job.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.backtest.Costs;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.job.Priority;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.optimize.Across;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.text.FieldError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRequestReaderTest {
  private static final String REQUIRED = "\"strategy\": \"SAMPLE\", \"symbol\": \"BTC/USDT\"";

  private final TrainingRequestReader reader =
      new TrainingRequestReader(
          SampleStrategy.CATALOG,
          JsonMapper.builder().addModule(new JavaTimeModule()).build(),
          id -> Optional.empty(),
          SampleUrls.strict());

  @Test
  void everyFieldButStrategyAndSymbolHasADefault() {
    TrainingRequest request = accepted("{" + REQUIRED + "}").request();

    assertThat(request).isEqualTo(SampleRequests.of("SAMPLE", Priority.NORMAL));
  }

  @Test
  void aNestedObjectKeepsWhatIsGivenAndGetsTheOtherDefaults() {
    assertThat(acceptedWith("\"costs\": {\"fee_rate\": 0.002}").request().execution().costs())
        .isEqualTo(new Costs(0.002, 0.0005, 0));
  }

  @Test
  void daysReplaceTheDefaultOfCandles() {
    assertThat(acceptedWith("\"lookback_days\": 30").request().data().lookback())
        .isEqualTo(new Lookback.Days(30));
  }

  @Test
  void aGridHasAsManyTrialsAsPoints() {
    assertThat(acceptedWith("\"optimizer\": \"grid\"").request().search().iterations())
        .isEqualTo(45);
    assertThat(
            acceptedWith("\"optimizer\": \"grid\", \"n_iterations\": 100")
                .request()
                .search()
                .iterations())
        .isEqualTo(45);
  }

  @Test
  void runAtIsATimeWithItsOffset() {
    assertThat(
            acceptedWith("\"run_at\": \"2026-01-31T10:30:00+02:00\"").request().delivery().runAt())
        .contains(Instant.parse("2026-01-31T08:30:00Z"));
  }

  @Test
  void aWholeNumberMayBeWrittenWithADecimalPoint() {
    assertThat(acceptedWith("\"n_iterations\": 1e2, \"seed\": 7.0").request())
        .matches(request -> request.search().iterations() == 100 && request.search().seed() == 7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807",
        "9223372036854775807.000",
        "9.223372036854775807e18",
        "92233720368547758070E-1",
        "-9223372036854775808",
        "9007199254740993",
        "-0",
        "0e99999999999999999999"
      })
  void aWholeNumberOf64BitsLosesNothing(String seed) {
    assertThat(acceptedWith("\"seed\": " + seed).request().search().seed())
        .isEqualTo(seed.startsWith("0e") ? 0 : new BigDecimal(seed).longValueExact());
  }

  @Test
  void aNumberThatIsTooLongToBeReadIsRefusedAtItsField() {
    assertThat(refusedWith("\"costs\": {\"fee_rate\": 0.%s1}".formatted("0".repeat(10_000))))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("costs.fee_rate");
              assertThat(error.message())
                  .startsWith(
                      "must be a number from 0 to 0.1, in at most 1000 characters, not 0.00")
                  .hasSizeLessThan(200);
            });
  }

  @Test
  void aNumberThatIsNotWholeDoesNotBecomeSoByRounding() {
    String bounds = "\"parameter_space\": {\"bars\": {\"low\": 2.00000000000000000001}}";

    assertThat(refusedWith(bounds))
        .extracting(FieldError::field)
        .containsExactly("parameter_space.bars.low");
  }

  @Test
  void theSearchSpaceIsTheStrategysWithinTheBoundsOfTheRequest() {
    String bounds =
        """
        "parameter_space": {"depth": {"low": 0.002}, "bars": {"high": 3}, "lookback": {"choices": [150, 50]}}""";

    assertThat(acceptedWith(bounds).space().parameters())
        .extracting(
            ParameterSpec::name, ParameterSpec::low, ParameterSpec::high, ParameterSpec::choices)
        .containsExactly(
            tuple("depth", 0.002, 0.005, List.of()),
            tuple("bars", 1.0, 3.0, List.of()),
            tuple("lookback", Double.NaN, Double.NaN, List.<Object>of(50, 150)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # field given                             | field            | message
          "n_iterations": 0                         | n_iterations     | must be a whole number from 1 to 100000, not 0
          "n_iterations": -1                        | n_iterations     | must be a whole number from 1 to 100000, not -1
          "n_iterations": 1e9                       | n_iterations     | must be a whole number from 1 to 100000, not 1e9
          "n_iterations": "ten"                     | n_iterations     | must be a whole number from 1 to 100000, not "ten"
          "n_iterations": 1.5                       | n_iterations     | must be a whole number from 1 to 100000, not 1.5
          "n_iterations": null                      | n_iterations     | must be a whole number from 1 to 100000, not null
          "n_iterations": 1e400                     | n_iterations     | must be a whole number from 1 to 100000, not 1e400
          "n_iterations": 1e-999999999999           | n_iterations     | must be a whole number from 1 to 100000, not 1e-999999999999
          "n_iterations": 4294967297                | n_iterations     | must be a whole number from 1 to 100000, not 4294967297
          "min_trades": 1e-400                      | min_trades       | must be a whole number from 0 to 1000000, or null, not 1e-400
          "min_trades": 5.00000000000000000001      | min_trades       | must be a whole number from 0 to 1000000, or null, not 5.00000000000000000001
          "seed": 1e19                              | seed             | must be a whole number from -9223372036854775808 to 9223372036854775807, not 1e19
          "seed": 9.223372036854775808e18           | seed             | must be a whole number from -9223372036854775808 to 9223372036854775807, not 9.223372036854775808e18
          "capital": 1e400                          | capital          | must be a number above 0 and at most 1000000000000, not 1e400
          "capital": 1e-400                         | capital          | must be a number above 0 and at most 1000000000000 that a double of 64 bits can hold; 1e-400 would become 0.0
          "capital": 1000000000000.00000000001      | capital          | must be a number above 0 and at most 1000000000000, not 1000000000000.00000000001
          "costs": {"funding_rate_8h": -1e-320}     | costs.funding_rate_8h | must be a number from -0.1 to 0.1 that a double of 64 bits can hold; -1e-320 would become -1.0E-320
          "n_iterations": [200]                     | n_iterations     | must be a whole number from 1 to 100000, not a list of 1
          "n_iteration": 10                         | n_iteration      | unknown field; did you mean n_iterations or run_validation?
          "costs": {"fee": 1}                       | costs.fee        | unknown field; allowed: fee_rate, slippage_rate, funding_rate_8h
          "costs": {"fee_rate": -1}                 | costs.fee_rate   | must be a number from 0 to 0.1, not -1
          "costs": 3                                | costs            | must be an object with the fields fee_rate, slippage_rate, funding_rate_8h, not 3
          "timeframe": "7m"                         | timeframe        | must be one of 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 1d, not "7m"
          "optimizer": "magic"                      | optimizer        | must be one of random, grid, bayesian, cmaes, qmc, not "magic"
          "objective": "luck"                       | objective        | must be one of sharpe_ratio, sortino_ratio, calmar_ratio, net_profit, profit_factor, expectancy, not "luck"
          "seed": 9223372036854775808               | seed             | must be a whole number from -9223372036854775808 to 9223372036854775807, not 9223372036854775808
          "capital": 0                              | capital          | must be a number above 0 and at most 1000000000000, not 0
          "run_validation": "yes"                   | run_validation   | must be true or false, not "yes"
          "batch_size": 65                          | batch_size       | must be a whole number from 1 to 64, not 65
          "lookback_candles": 99                    | lookback_candles | must be a whole number from 100 to 5000000, or null, not 99
          "lookback_candles": 500, "lookback_days": 3 | lookback_days  | must not be given together with lookback_candles: use one
          "lookback_days": 0.1                      | lookback_days    | must be more than 0.34375 and at most 17361.11111111 for 100 to 5000000 candles of 5m, not 0.1
          "exchange": "../etc"                      | exchange         | must be the name of an exchange in lower-case letters, digits, - and _, such as binanceus, not "../etc"
          "run_at": "tomorrow"                      | run_at           | must be a time in ISO-8601 with its offset, such as 2026-01-31T08:30:00Z, not "tomorrow"
          "run_at": "2026-01-31T08:30:00"           | run_at           | must be a time in ISO-8601 with its offset, such as 2026-01-31T08:30:00Z, not "2026-01-31T08:30:00"
          "run_at": "+999999999-01-01T00:00:00Z"    | run_at           | must be a time from 1970-01-01T00:00:00Z to 2100-01-01T00:00:00Z
          "run_at": 1893456000                      | run_at           | must be a time in ISO-8601 with its offset, such as 2026-01-31T08:30:00Z, or null, not 1893456000
          "run_at": "2101-01-01T00:00:00Z"          | run_at           | must be a time from 1970-01-01T00:00:00Z to 2100-01-01T00:00:00Z
          "max_attempts": 0                         | max_attempts     | must be a whole number from 1 to 10, not 0
          "max_attempts": 11                        | max_attempts     | must be a whole number from 1 to 10, not 11
          "timeout_seconds": 0                      | timeout_seconds  | must be a whole number from 1 to 43200, not 0
          "timeout_seconds": 43201                  | timeout_seconds  | must be a whole number from 1 to 43200, not 43201
          "priority": null                          | priority         | must be one of high, normal, low, not null
          "priority": "urgent"                      | priority         | must be one of high, normal, low, not "urgent"
          "warm_start_from": "x"                    | warm_start_from  | must be the id of a configuration, a UUID, or null, not "x"
          "callback_url": "ftp://x"                 | callback_url     | must be an http or https URL of at most 2000 characters, or null, not "ftp://x"
          "callback_url": "http://10.0.0.1/"        | callback_url     | must be a public address: 10.0.0.1 is a private address; trainyard.callbacks.allowed-networks allows such
          "callback_url": "http://a:b@example.org/" | callback_url     | must not hold a user or password: receivers know a callback by its signature
          "callback_events": []                     | callback_events  | must be a list of one or more of completed, failed, cancelled, decayed, each once, not an empty list
          "callback_events": ["failed", "failed"]   | callback_events  | must be a list of one or more of completed, failed, cancelled, decayed, each once, not a list with "failed" twice
          "callback_events": ["done"]               | callback_events[0] | must be one of completed, failed, cancelled, decayed, not "done"
          "callback_events": "failed"               | callback_events  | must be a list of one or more of completed, failed, cancelled, decayed, each once, not "failed"
          "callback_events": null                   | callback_events  | must be a list of one or more of completed, failed, cancelled, decayed, each once, not null
          "exchange": "a\\u0000b"                   | exchange         | must be Unicode text without the character U+0000
          "exchange": "a\\ud800b"                   | exchange         | must be Unicode text without the character U+0000
          "regime": "BULL"                          | regime           | must be one of bull, bear, sideways, volatile, or null, not "BULL"
          "optimizer": "grid", "n_iterations": 20   | optimizer        | a grid over this space has 45 points and n_iterations is 20: narrow parameter_space or ask for more iterations
          "pruning": true                           | pruning          | not built yet: pruning; use false
          """)
  void aFieldThatIsNotWhatItMayBeIsNamedWithWhatIsAllowed(
      String field, String name, String message) {
    assertThat(refusedWith(field)).containsExactly(new FieldError(name, message));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"dept": {"low": 0.002}}       | dept             | no such parameter; did you mean depth?; allowed: depth, bars, lookback
          {"depth": {"low": 0.0001}}     | depth.low        | must be a number from 0.001 to 0.005; bounds can only be narrowed
          {"bars": {"low": 1.5}}         | bars.low         | must be a whole number from 1 to 5; bounds can only be narrowed
          {"lookback": {"choices": [60]}} | lookback.choices | must be a list of one or more distinct values of [50, 100, 150]
          {"depth": {}}                  | depth            | must be an object with the fields low, high, choices, not an empty object
          {"depth": 0.002}               | depth            | must be an object with the fields low, high, choices, not 0.002
          """)
  void boundsMustLieWithinTheStrategys(String bounds, String parameter, String message) {
    assertThat(refusedWith("\"parameter_space\": " + bounds))
        .containsExactly(new FieldError("parameter_space." + parameter, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BTCUSDT",
        "btc/usdt",
        "BTC/USDT/X",
        "BTC/",
        "../../etc/passwd",
        "BTC/USDT'; DROP TABLE candles; --",
        "BTC/USDT\\n",
        "AAAAAAAAAAAAAAAAAAAAA/USDT",
        ""
      })
  void aSymbolIsTwoCurrenciesAndASlash(String symbol) {
    List<FieldError> errors = refused("{\"strategy\": \"SAMPLE\", \"symbol\": \"" + symbol + "\"}");

    assertThat(errors).extracting(FieldError::field).containsExactly("symbol");
    assertThat(errors.get(0).message()).contains("such as BTC/USDT");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(refused("{}"))
        .extracting(FieldError::field, FieldError::message)
        .containsExactlyInAnyOrder(
            tuple("strategy", "is required: the name of a strategy"),
            tuple(
                "symbol",
                "is required: two currencies of upper-case letters and digits with one slash between them, such as BTC/USDT;"
                    + " or symbols, a list of 2 to 20 of them"));
  }

  @Test
  void severalSymbolsAreKeptInOneOrder() {
    TrainingRequest.Data data =
        accepted(
                "{\"strategy\": \"SAMPLE\", \"symbol\": null, \"symbols\": [\"ETH/USDT\", \"BTC/USDT\"]}")
            .request()
            .data();

    assertThat(data.symbols()).containsExactly("BTC/USDT", "ETH/USDT");
    assertThat(data.symbol()).isEqualTo("BTC/USDT,ETH/USDT");
    assertThat(data.across()).contains(Across.MEDIAN);
    assertThat(acceptedWith("\"symbols\": null").request().data().across()).isEmpty();
    assertThat(
            accepted(
                    "{\"strategy\": \"SAMPLE\", \"symbols\": [\"A/USD\", \"B/USD\"], \"across\": null}")
                .request()
                .data()
                .across())
        .as("null is the default, as in a batch")
        .contains(Across.MEDIAN);
    assertThat(acceptedWith("\"symbols\": null, \"across\": null").request())
        .isEqualTo(SampleRequests.of("SAMPLE", Priority.NORMAL));
    assertThat(acceptedWith("\"symbols\": null, \"across\": \"median\"").request())
        .as("what a generated client sends")
        .isEqualTo(SampleRequests.of("SAMPLE", Priority.NORMAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "symbols": ["A/USD"]                                       | symbols         | must be a list of 2 to 20 different symbols such as BTC/USDT, or null, not a list of 1
          "symbols": ["A/USD", "A/USD"]                              | symbols         | must be a list of 2 to 20 different symbols
          "symbols": "A/USD,B/USD"                                   | symbols         | must be a list of 2 to 20 different symbols
          "symbols": ["A/USD", "b"]                                  | symbols[1]      | must be two currencies of upper-case letters
          "symbols": ["A/USD", 7]                                    | symbols[1]      | must be two currencies of upper-case letters
          "symbols": ["A/USD", "B/USD"], "symbol": "A/USD"           | symbols         | must not be given together with symbol: use one
          "symbols": ["A/USD", "B/USD"], "across": "best"            | across          | must be one of median, worst, or null, not "best"
          "symbol": "A/USD", "across": "worst"                       | across          | must not be given with symbol
          "symbols": ["A/USD", "B/USD"], "execution_model": "close-fill" | execution_model | must be realistic with symbols, not "close-fill"
          "symbol": null                                             | symbol          | is required: two currencies
          "symbols": null                                            | symbol          | is required: two currencies
          """)
  void aFaultOfTheMarketsNamesItsField(String fields, String name, String message) {
    assertThat(refused("{\"strategy\": \"SAMPLE\", " + fields + "}"))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo(name);
              assertThat(error.message()).startsWith(message);
            });
  }

  @Test
  void anUnknownStrategyIsAnsweredWithTheKnownOnes() {
    assertThat(refused("{\"strategy\": \"NOPE\", \"symbol\": \"BTC/USDT\"}"))
        .containsExactly(new FieldError("strategy", "no strategy NOPE; allowed: SAMPLE"));
  }

  @Test
  void allFaultsAreToldAtOnce() {
    assertThat(
            refused(
                """
                {"strategy": "NOPE", "symbol": "x", "n_iterations": 0, "pruning": true, "sed": 1,
                 "run_at": "soon", "lookback_days": 0.001}
                """))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "strategy", "symbol", "n_iterations", "pruning", "sed", "run_at", "lookback_days");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "3", "\"text\"", "true"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    assertThat(refused(body)).extracting(FieldError::field).containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "{",
        "{\"strategy\": }",
        "{'strategy': 'SAMPLE'}",
        "{\"a\": 1, \"a\": 2}",
        "{} {}",
        "{\"a\": NaN}",
        "{\"a\": 01}",
        "{\"a\": 1,}",
        "{/* a */}"
      })
  void whatIsNotJsonIsUnreadable(String body) {
    assertThat(unreadable(body.getBytes(StandardCharsets.UTF_8))).doesNotContain("Source");
  }

  @Test
  void aKeyThatComesTwiceIsNamed() {
    assertThat(unreadable("{\"a\": 1, \"a\": 2}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(
            "the body is not JSON that can be read: Duplicate field 'a' (line 1, column 13)");
  }

  @Test
  void deepNestingIsUnreadable() {
    String body = "[".repeat(10_000);

    assertThat(unreadable(body.getBytes(StandardCharsets.UTF_8))).contains("nesting depth");
  }

  @Test
  void aNumberOfAThousandDigitsIsRefusedAtItsField() {
    assertThat(refusedWith("\"seed\": " + "9".repeat(1000)))
        .extracting(FieldError::field, error -> error.message().contains("from -92233720368547"))
        .containsExactly(tuple("seed", true));
  }

  @Test
  void bytesThatAreNoUtf8AreUnreadable() {
    byte[] latin1 = "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(unreadable(latin1)).contains("UTF-8");
  }

  @Test
  void aFloodOfFaultsIsCutShort() {
    StringBuilder body = new StringBuilder("{" + REQUIRED);
    for (int i = 0; i < 10_000; i++) {
      body.append(", \"field").append(i).append("\": 1");
    }

    assertThat(refused(body.append('}').toString())).hasSize(100);
  }

  @Test
  void aFloodOfFaultsMayHideThatTheStrategyIsMissing() {
    StringBuilder body = new StringBuilder("{\"symbol\": \"BTC/USDT\"");
    for (int i = 0; i < 200; i++) {
      body.append(", \"field").append(i).append("\": 1");
    }

    assertThat(refused(body.append('}').toString())).hasSize(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"lookback_candles\": null",
        "\"lookback_candles\": null, \"lookback_days\": null"
      })
  void withoutCandlesAndDaysTheDefaultOfCandlesHolds(String fields) {
    assertThat(acceptedWith(fields).request().data().lookback())
        .isEqualTo(new Lookback.Candles(10_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": NaN}", "{} {}", "/* */ {}"})
  void aFaultOfSyntaxIsToldWithoutTheWordsOfTheParser(String body) {
    assertThat(unreadable(body.getBytes(StandardCharsets.UTF_8)))
        .doesNotContain("Feature", "fasterxml", "ALLOW_");
  }

  /** The longest holding time of the strategy is 10 bars. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "142 | \"validation\": {}",
        "990 | \"validation\": {\"holdout\": 0.9}",
        "1428 | \"validation\": {\"windows\": 50}",
      })
  void theFewestCandlesThatCanBeValidatedAreAccepted(int fewest, String validation) {
    assertThat(acceptedWith(validation + ", \"lookback_candles\": " + fewest)).isNotNull();

    assertThat(refusedWith(validation + ", \"lookback_candles\": " + (fewest - 1)))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("lookback_candles");
              assertThat(error.message())
                  .startsWith("must be at least %d, not %d: ".formatted(fewest, fewest - 1))
                  .contains("longest holding time of 10 candles", "run_validation");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1d, 142 candles, 141, 141.00000001, true",
    "5m, 142 candles, 0.48958333, 0.48958335, true",
    "5m, 100 to 5000000 candles, 0.34375, 0.34375001, false",
    "1d, 100 to 5000000 candles, 99, 99.5, false"
  })
  void daysThatAreRefusedAreToldTheBoundFromWhichTheyAreAccepted(
      String timeframe, String candles, String bound, String above, boolean validated) {
    String fields = "\"timeframe\": \"%s\", \"run_validation\": %s, \"lookback_days\": %s";

    assertThat(refusedWith(fields.formatted(timeframe, validated, bound)))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("lookback_days");
              assertThat(error.message())
                  .startsWith("must be more than %s ".formatted(bound))
                  .contains("for %s of %s, not %s".formatted(candles, timeframe, bound));
            });
    assertThat(acceptedWith(fields.formatted(timeframe, validated, above))).isNotNull();
  }

  @Test
  void withoutValidationFewCandlesWillDo() {
    assertThat(acceptedWith("\"lookback_candles\": 100, \"run_validation\": false")).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"true, 700", "false, 1000"})
  void moreTradesThanCandlesAreSearchedAreRefused(boolean validated, int most) {
    String fields = "\"lookback_candles\": 1000, \"run_validation\": %s, \"min_trades\": %d";

    assertThat(acceptedWith(fields.formatted(validated, most))).isNotNull();
    assertThat(refusedWith(fields.formatted(validated, most + 1)))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("min_trades");
              assertThat(error.message()).startsWith("must be at most %,d".formatted(most));
            });
  }

  private TrainingRequestReader.Checked acceptedWith(String fields) {
    return accepted("{" + REQUIRED + ", " + fields + "}");
  }

  private TrainingRequestReader.Checked accepted(String body) {
    return reader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private List<FieldError> refusedWith(String fields) {
    return refused("{" + REQUIRED + ", " + fields + "}");
  }

  private List<FieldError> refused(String body) {
    return catchThrowableOfType(InvalidRequestException.class, () -> accepted(body)).errors();
  }

  private String unreadable(byte[] body) {
    return catchThrowableOfType(UnreadableJsonException.class, () -> reader.read(body))
        .getMessage();
  }
}
