package dev.trainyard.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Timeframe;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeFileReaderTest {
  private static final Path DELIVERED = Path.of("routes", "market-data");

  private static final String FILE =
      """
      url: https://api.example.org
      limit: { requests: 10, per: 1s }
      symbol:
        form: "{base}-{quote}"
      timeframes:
        1m: one
        1h: 60
      request:
        path: /candles/{symbol}
        query:
          span: "{timeframe}"
          from: "{from}"
          until: "{to}"
        rows: 100
        time: ms
      answer:
        rows: data.list
        time: 0
        open: 1
        high: 2
        low: 3
        close: 4
        volume: 5
        empty: filled
      """;

  private final List<FileProblem> problems = new ArrayList<>();

  private SortedMap<String, Exchange> read(String name, String text) {
    return new ExchangeFileReader().read(new TreeMap<>(Map.of(name, FileText.of(text))), problems);
  }

  @Test
  void theNameIsThatOfTheFileAndTheRestIsWritten() {
    Exchange exchange = read("routes/market-data/example.exchange.yaml", FILE).get("example");

    assertThat(problems).isEmpty();
    assertThat(exchange.limit()).isEqualTo(new Exchange.Limit(10, Duration.ofSeconds(1)));
    assertThat(exchange.timeframes())
        .containsEntry(Timeframe.M1, "one")
        .containsEntry(Timeframe.H1, "60");
    assertThat(exchange.sourceOf(Timeframe.M5)).contains(Timeframe.M1);
    assertThat(exchange.sourceOf(Timeframe.H4)).contains(Timeframe.H1);
    assertThat(exchange.errors().tooFastStatuses()).containsExactly(429);
    assertThat(new PageRequest(exchange, "BTC", "USD", Timeframe.H1, 3_600_000, 7_200_000).uri())
        .hasToString("https://api.example.org/candles/BTC-USD?span=60&from=3600000&until=7200000");
  }

  @Test
  void theDeliveredFilesAreRight() throws IOException {
    SortedMap<String, FileText> texts = new TreeMap<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(DELIVERED, "*" + ExchangeFileReader.ENDING)) {
      for (Path file : files) {
        texts.put(file.toString(), FileText.of(Files.readString(file)));
      }
    }

    assertThat(new ExchangeFileReader().read(texts, problems).keySet())
        .contains("binance", "coinbase", "kraken")
        .hasSizeGreaterThanOrEqualTo(12);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url: https://api.example.org | url: ftp://example.org       | 1:6  | url: must be an address such as
          url: https://api.example.org | adress: https://example.org  | 1:9  | adress: unknown field
          per: 1s                      | per: soon                    | 2:29 | limit.per: must be a duration
          form: "{base}-{quote}"       | form: BTCUSD                 | 4:9  | symbol.form: must be a text with {base} and {quote}
          1m: one                      | 7m: seven                    | 6:7  | timeframes.7m: no such timeframe
          from: "{from}"               | from: "{begin}"              | 12:11 | request.query.from: {begin} is not one of
          span: "{timeframe}"          | span: 5m                     | 9:3  | request: must name {timeframe}
          rows: 100                    | rows: none                   | 14:9 | request.rows: must be a whole number
          time: ms                     | time: minutes                | 15:9 | request.time: must be one of s, ms, iso
          close: 4                     | close: [4]                   | 22:10 | answer.close: must be a place in a list
          close: 4                     | close: 1                     | 22:10 | answer.close: must be another place than that of answer.open, 1
          volume: 5                    | volume: 2                    | 23:11 | answer.volume: must be another place than that of answer.high, 2
          volume: 5                    | volumes: 5                   | 23:12 | unknown field
          empty: filled                | empty: perhaps               | 24:10 | answer.empty: must be one of filled, absent
          """)
  void aMistakeIsToldWithItsPlaceAndWhatIsAllowed(
      String right, String wrong, String place, String message) {
    read("routes/market-data/example.exchange.yaml", FILE.replace(right, wrong));

    assertThat(problems)
        .extracting(FileProblem::toString)
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .startsWith("routes/market-data/example.exchange.yaml:" + place + ": ")
                    .contains(message));
  }

  @Test
  void aPathOfAnExchangeCannotBeItsName() {
    read("routes/market-data/No Name.exchange.yaml", FILE);

    assertThat(problems).singleElement().asString().contains("1 to 32 of a-z");
  }

  @Test
  void whatIsNoYamlIsToldWithItsPlace() {
    read("routes/market-data/example.exchange.yaml", FILE + "errors: [\n");

    assertThat(problems)
        .singleElement()
        .satisfies(problem -> assertThat(problem.line()).isGreaterThan(20));
  }
}
