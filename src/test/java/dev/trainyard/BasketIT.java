package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.CommandRun;
import dev.trainyard.cli.CommandRun.Outcome;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One set of parameters for several markets, as a client trains and sees it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BasketIT {
  private static final List<String> THREE = List.of("LTC/USD", "BTC/USD", "ETH/USD");
  private static final String JOINED = "BTC/USD,ETH/USD,LTC/USD";

  /** Candles by which the last market starts later than the others. */
  private static final int LATE = 400;

  @LocalServerPort private int port;
  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    registry.add("trainyard.worker.slots", () -> 2);
  }

  @BeforeEach
  void upload() throws Exception {
    client = new TrainingClient(port, Patience.LIMIT);
    Candles candles = RealCandles.bitstamp(Timeframe.M1);
    client.uploadCandles("BTC/USD", candles);
    client.uploadCandles("ETH/USD", rotated(candles, 900));
    Candles last = rotated(candles, 2_000);
    client.uploadCandles("LTC/USD", last.slice(LATE, last.size()));
  }

  /** The same candles at other times of the series. */
  private static Candles rotated(Candles candles, int by) {
    return new Candles(
        candles.time(),
        rotated(candles.open(), by),
        rotated(candles.high(), by),
        rotated(candles.low(), by),
        rotated(candles.close(), by),
        rotated(candles.volume(), by));
  }

  private static double[] rotated(double[] values, int by) {
    double[] rotated = new double[values.length];
    for (int k = 0; k < values.length; k++) {
      rotated[k] = values[(k + by) % values.length];
    }
    return rotated;
  }

  private static Map<String, Object> several(Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>();
    request.put("symbol", null);
    request.put("symbols", THREE);
    request.put("n_iterations", 40);
    request.put("min_trades", 3);
    request.putAll(fields);
    return request;
  }

  private JsonNode completed(Map<String, Object> fields) {
    String job = client.submit(several(fields));
    JsonNode done = client.awaitFinal(job);
    assertThat(done.path("status").asText())
        .as(client.get("/jobs/" + job).toString())
        .isEqualTo("COMPLETED");
    return client.get("/jobs/" + job + "/results");
  }

  @Test
  void aRequestOfSeveralSymbolsEndsInOneConfigurationJudgedOnEach() {
    JsonNode results = completed(Map.of("across", "worst"));

    JsonNode validation = results.path("validation");
    List<String> symbols = new ArrayList<>();
    validation.path("markets").forEach(market -> symbols.add(market.path("symbol").asText()));
    assertThat(symbols).containsExactly("BTC/USD", "ETH/USD", "LTC/USD");
    assertThat(validation.path("reasons").toString()).contains("of 3 markets make a profit");
    assertThat(validation.path("regimes").isNull()).isTrue();
    assertThat(validation.path("markets"))
        .as("split at the same instant")
        .allSatisfy(
            market -> {
              assertThat(time(market, "/in_sample/to"))
                  .isBeforeOrEqualTo(time(results, "/in_sample/to"));
              assertThat(time(market, "/out_of_sample/from"))
                  .isAfterOrEqualTo(time(results, "/out_of_sample/from"));
            });
    double profit = 0;
    for (JsonNode market : validation.path("markets")) {
      profit += market.at("/out_of_sample/net_profit_pct").asDouble() / 3;
    }
    assertThat(results.at("/out_of_sample/net_profit_pct").asDouble())
        .isCloseTo(profit, within(1e-6));

    String id = results.path("config_id").asText();
    JsonNode configuration = client.get("/configurations/" + id);
    assertThat(configuration.path("symbol").asText()).isEqualTo(JOINED);
    assertThat(configuration.at("/request/symbol").isNull()).isTrue();
    assertThat(configuration.at("/request/across").asText()).isEqualTo("worst");
    assertThat(configuration.at("/data_quality/notes").toString())
        .contains("LTC/USD 1m on bitstamp has no candle before");
    assertThat(configuration.path("candles").asInt())
        .isEqualTo(configuration.at("/data_quality/kept").asInt());
    assertThat(client.get("/configurations?symbol=" + JOINED).path("items").toString())
        .contains(id);
    assertThat(client.get("/jobs?symbol=" + JOINED).path("items")).isNotEmpty();
    String otherOrder = "LTC/USD,BTC/USD,ETH/USD";
    assertThat(client.get("/jobs?symbol=" + otherOrder))
        .isEqualTo(client.get("/jobs?symbol=" + JOINED));
    assertThat(client.get("/configurations?symbol=" + otherOrder))
        .isEqualTo(client.get("/configurations?symbol=" + JOINED));
    assertThat(client.get("/configurations/" + id + "/export").at("/strategy/symbol").asText())
        .isEqualTo(JOINED);
  }

  @Test
  void aConfigurationOfSeveralSymbolsIsReproducedAndReported() {
    JsonNode results = completed(Map.of());
    String id = results.path("config_id").asText();

    JsonNode again = client.get("/configurations/" + id + "/backtest");
    assertThat(again.path("data_changed").asBoolean()).isFalse();
    assertThat(again.path("total_trades").asInt())
        .isEqualTo(again.at("/metrics/total_trades").asInt());
    assertThat(again.path("trades"))
        .allSatisfy(trade -> assertThat(THREE).contains(trade.path("symbol").asText()));
    JsonNode full = client.get("/configurations/" + id).path("full_sample");
    assertThat(again.at("/metrics/net_profit_pct")).isEqualTo(full.path("net_profit_pct"));

    HttpResponse<String> report = client.fetch("/configurations/" + id + "/report");
    assertThat(report.statusCode()).isEqualTo(200);
    assertThat(report.body())
        .contains("on BTC/USD, ETH/USD, LTC/USD, 1m candles", "<h2>Markets</h2>")
        .doesNotContain("<h2>Trades</h2>");

    JsonNode repeated = completed(Map.of());
    for (String part : List.of("best_parameters", "in_sample", "validation", "data_quality")) {
      assertThat(repeated.path(part)).isEqualTo(results.path(part));
    }
    HttpResponse<String> reused = client.tryToSubmit(several(Map.of("reuse", true)));
    assertThat(reused.body()).contains("COMPLETED").contains(repeated.path("job_id").asText());

    assertThat(completed(Map.of("warm_start_from", id, "run_validation", false)).path("validation"))
        .isEmpty();
  }

  @Test
  void whatCannotBeTrainedTogetherFailsWithTheReason() throws Exception {
    String unknown = client.submit(several(Map.of("symbols", List.of("BTC/USD", "NONE/USD"))));
    assertThat(client.awaitFinal(unknown).path("status").asText()).isEqualTo("FAILED");
    assertThat(error(unknown)).contains("no candles of NONE/USD 1m on bitstamp");

    Candles candles = RealCandles.bitstamp(Timeframe.M1);
    long[] later = candles.time().clone();
    for (int k = 0; k < later.length; k++) {
      later[k] += 1_000L * 86_400_000L;
    }
    client.uploadCandles(
        "NEW/USD",
        new Candles(
            later,
            candles.open(),
            candles.high(),
            candles.low(),
            candles.close(),
            candles.volume()));
    String apart = client.submit(several(Map.of("symbols", List.of("BTC/USD", "NEW/USD"))));
    assertThat(client.awaitFinal(apart).path("status").asText()).isEqualTo("FAILED");
    assertThat(error(apart)).contains("NEW/USD", "no period in common");

    String quiet = client.submit(several(Map.of("min_trades", 3_000, "n_iterations", 8)));
    assertThat(client.awaitFinal(quiet).path("status").asText()).isEqualTo("FAILED");
    assertThat(error(quiet)).contains("Of 3 symbols, 2 must meet the constraints by themselves");

    assertThat(client.tryToSubmit(Map.of("symbols", THREE)).statusCode()).isEqualTo(422);
    assertThat(client.tryToSubmit(several(Map.of("symbols", List.of("BTC/USD")))).body())
        .contains("must be a list of 2 to 20 different symbols");
    assertThat(client.tryToSubmit(several(Map.of("execution_model", "close-fill"))).body())
        .contains("must be realistic with symbols");
    assertThat(client.tryToSubmit(Map.of("across", "worst")).body())
        .contains("must not be given with symbol");
  }

  @Test
  void severalSymbolsAreTrainedFromTheCommandLine() {
    CommandRun user = CommandRun.at(port);

    Outcome done =
        user.run(
            "submit",
            "--strategy",
            "LIQUIDITY_SWEEP",
            "--symbols",
            "ETH/USD,BTC/USD",
            "--across",
            "worst",
            "--exchange",
            "bitstamp",
            "--timeframe",
            "1m",
            "-n",
            "20",
            "--set",
            "min_trades=3",
            "--no-validation",
            "--wait");

    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(user.run("jobs", "--symbol", "BTC/USD,ETH/USD").out())
        .contains("BTC/USD,ETH/USD 1m");

    Outcome batch =
        user.run(
            "batch",
            "--strategies",
            "LIQUIDITY_SWEEP",
            "--symbols",
            "ETH/USD,BTC/USD",
            "--across",
            "median",
            "--exchange",
            "bitstamp",
            "--timeframes",
            "1m",
            "-n",
            "20",
            "--set",
            "min_trades=3",
            "--wait");
    assertThat(batch.exit()).as(batch.err()).isZero();
    assertThat(batch.out()).contains("has 1 jobs.");
  }

  private String error(String job) {
    return client.get("/jobs/" + job).path("error").toString();
  }

  private static Instant time(JsonNode document, String pointer) {
    return Instant.parse(document.at(pointer).asText());
  }
}
