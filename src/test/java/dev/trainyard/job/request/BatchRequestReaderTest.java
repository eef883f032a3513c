package dev.trainyard.job.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Across;
import dev.trainyard.text.FieldError;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchRequestReaderTest {
  private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());
  private final BatchRequestReader reader =
      new BatchRequestReader(
          new TrainingRequestReader(
              SampleStrategy.CATALOG, mapper, id -> Optional.empty(), SampleUrls.strict()));

  @Test
  void everyCombinationIsARequestOfItsOwn() {
    BatchRequestReader.Checked batch =
        read(
            """
            {"strategies": ["SAMPLE"], "symbols": ["A/USD", "B/USD"], "timeframes": ["5m", "1h"], "n_iterations": 7}
            """);

    assertThat(batch.requests())
        .extracting(
            checked ->
                checked.request().data().symbol()
                    + " "
                    + checked.request().data().timeframe().label())
        .containsExactly("A/USD 5m", "A/USD 1h", "B/USD 5m", "B/USD 1h");
    assertThat(batch.requests()).allMatch(checked -> checked.request().search().iterations() == 7);
    assertThat(batch.json()).contains("\"n_iterations\":7").doesNotContain("seed");
  }

  @Test
  void withAcrossAllSymbolsAreInEachRequest() {
    BatchRequestReader.Checked batch =
        read(
            """
            {"strategies": ["SAMPLE"], "symbols": ["B/USD", "A/USD"], "timeframes": ["5m", "1h"], "across": "worst"}
            """);

    assertThat(batch.requests()).hasSize(2);
    assertThat(batch.requests())
        .allSatisfy(
            checked -> {
              assertThat(checked.request().data().symbols()).containsExactly("A/USD", "B/USD");
              assertThat(checked.request().data().across()).contains(Across.WORST);
            });
  }

  @Test
  void aLonelySymbolHasNothingToBeTrainedWith() {
    assertThat(refused("\"across\": \"median\""))
        .extracting(FieldError::field, FieldError::message)
        .containsExactly(
            tuple(
                "symbols",
                "must be a list of 2 to 20 different symbols such as BTC/USDT, or null, not a list of 1 (in SAMPLE all"
                    + " symbols 5m)"));
  }

  @Test
  void theTimeframeHasTheDefaultOfARequest() {
    assertThat(read("{\"strategies\": [\"SAMPLE\"], \"symbols\": [\"A/USD\"]}").requests())
        .singleElement()
        .satisfies(
            checked -> assertThat(checked.request().data().timeframe()).isEqualTo(Timeframe.M5));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "strategies": []                       | strategies    | must be a list of 1 to 10000 different names of strategies, not an empty list
          "strategies": "SAMPLE"                 | strategies    | must be a list of 1 to 10000 different names of strategies, not "SAMPLE"
          "symbols": ["A/USD", "A/USD"]          | symbols       | must be a list of 1 to 10000 different symbols such as BTC/USDT, not a list with "A/USD" twice
          "timeframes": ["5m", "7m"]             | timeframes[1] | must be one of 1m, 3m, 5m, 15m, 30m, 1h, 2h, 4h, 1d, not "7m"
          "strategies": ["SAMPLE", "NOPE"]       | strategies[1] | no strategy NOPE
          "strategy": "SAMPLE"                   | strategy      | unknown field; did you mean strategies?
          "seed": "x"                            | seed          | must be a whole number
          "pruning": true                        | pruning       | not built yet: pruning; use false (in SAMPLE A/USD 5m)
          "timeframes": ["5m", "1d"], "lookback_days": 30 | lookback_days | of 1d, not 30 (in SAMPLE A/USD 1d)
          "timeframes": ["5m", "1d"], "lookback_days": 120 | lookback_days | must be more than 141 for 142 candles of 1d, not 120
          "run_at": "tomorrow"                   | run_at        | must be a time in ISO-8601
          """)
  void aFaultNamesTheFieldOrTheCombination(String field, String name, String message) {
    assertThat(refused(field))
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo(name);
              assertThat(error.message()).contains(message);
            });
  }

  @Test
  void whatStrategiesThereAreIsToldOnce() {
    assertThat(refused("\"strategies\": [\"NOPE\", \"SAMPLE\", \"NEVER\"]"))
        .extracting(FieldError::field, FieldError::message)
        .containsExactly(
            tuple("strategies[0]", "no strategy NOPE; allowed: SAMPLE"),
            tuple("strategies[2]", "no strategy NEVER"));
  }

  @Test
  void strategiesAndSymbolsAreRequired() {
    assertThat(errors("{}")).extracting(FieldError::field).containsExactly("strategies", "symbols");
  }

  @Test
  void aBatchHasAtMostTenThousandJobs() {
    String symbols =
        IntStream.range(0, 5001)
            .mapToObj("\"S%d/USD\""::formatted)
            .collect(Collectors.joining(","));

    assertThat(refused("\"symbols\": [%s], \"timeframes\": [\"5m\", \"1h\"]".formatted(symbols)))
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("10000").contains("10002"));
  }

  @Test
  void aBatchKnowsEveryFieldThatARequestKnows() throws IOException {
    List<String> fields = properties("training-request.schema.json");
    fields.removeAll(List.of("strategy", "symbol", "symbols", "timeframe", "across"));
    fields.addAll(0, List.of("strategies", "symbols", "timeframes", "across"));

    assertThat(properties("batch-request.schema.json")).isEqualTo(fields);
  }

  private List<String> properties(String schema) throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/schema/" + schema)) {
      JsonNode document = mapper.readTree(in);
      List<String> names = new ArrayList<>();
      document.get("properties").fieldNames().forEachRemaining(names::add);
      return names;
    }
  }

  /** Returns the errors of a valid request with added or changed fields. */
  private List<FieldError> refused(String fields) {
    try {
      ObjectNode request =
          (ObjectNode) mapper.readTree("{\"strategies\": [\"SAMPLE\"], \"symbols\": [\"A/USD\"]}");
      request.setAll((ObjectNode) mapper.readTree("{" + fields + "}"));
      return errors(request.toString());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<FieldError> errors(String body) {
    return catchThrowableOfType(InvalidRequestException.class, () -> read(body)).errors();
  }

  private BatchRequestReader.Checked read(String body) {
    return reader.read(body.getBytes(UTF_8));
  }
}
