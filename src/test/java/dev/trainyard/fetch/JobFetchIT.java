package dev.trainyard.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.fetch.FakeExchange.Reply;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Jobs that fetch their candles, and jobs on candles that are built of shorter ones. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {"trainyard.fetches.retry-delay-ms=20", "trainyard.fetches.retries=1"})
class JobFetchIT {
  private static final long NOW = System.currentTimeMillis();
  private static final FakeExchange SERVER =
      new FakeExchange(
          new FakeMarket(
              Math.floorDiv(NOW, Timeframe.D1.millis()) * Timeframe.D1.millis()
                  - 9 * Timeframe.D1.millis(),
              NOW));

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    for (String exchange : new String[] {"binance", "kraken"}) {
      registry.add("trainyard.exchanges.%s.url".formatted(exchange), () -> SERVER.url(exchange));
    }
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void empty() {
    SERVER.work();
    jdbc.sql("TRUNCATE candle_rows, candle_blocks, candle_series, candle_coverage").update();
    client = new TrainingClient(port, Patience.LIMIT);
  }

  private JsonNode run(Map<String, Object> fields) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "exchange",
                "binance",
                "symbol",
                "BTC/USDT",
                "timeframe",
                "5m",
                "lookback_candles",
                1500,
                "n_iterations",
                10,
                "min_trades",
                0,
                "run_validation",
                false));
    request.putAll(fields);
    return client.awaitFinal(client.submit(request));
  }

  private JsonNode quality(JsonNode job) {
    return client.get("/jobs/" + job.path("job_id").asText() + "/results").path("data_quality");
  }

  @Test
  void aJobThatIsToFetchGetsTheNewestCandlesFirstAndTheNextOneOnlyWhatIsNew() {
    JsonNode job = run(Map.of("fetch", true));

    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    assertThat(quality(job).path("loaded").asInt()).isEqualTo(1500);
    JsonNode fetch = client.get("/fetches").path("items").path(0);
    assertThat(fetch.path("job_id")).isEqualTo(job.path("job_id"));
    assertThat(fetch.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(fetch.path("received").asInt()).isEqualTo(1500);
    assertThat(client.get("/jobs/" + job.path("job_id").asText() + "/logs").toString())
        .contains("Fetching what is missing of BTC/USDT 5m on binance");

    int requests = SERVER.asked("binance").size();
    assertThat(run(Map.of("fetch", true)).path("status").asText()).isEqualTo("COMPLETED");
    // A candle may have ended meanwhile
    assertThat(SERVER.asked("binance").size() - requests).isLessThanOrEqualTo(1);
  }

  @Test
  void aJobOfSeveralSymbolsFetchesEachOfThem() {
    Map<String, Object> several = new HashMap<>();
    several.put("fetch", true);
    several.put("symbol", null);
    several.put("symbols", List.of("BTC/USDT", "ETH/USDT"));

    JsonNode job = run(several);

    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    assertThat(quality(job).path("loaded").asInt()).isEqualTo(3000);
    assertThat(client.get("/fetches?limit=2").path("items"))
        .allSatisfy(fetch -> assertThat(fetch.path("job_id")).isEqualTo(job.path("job_id")))
        .extracting(fetch -> fetch.path("symbol").asText())
        .containsExactly("ETH/USDT", "BTC/USDT");

    several.put("symbols", List.of("BTC/USDT", "XYZ/USDT"));
    JsonNode unknown = run(several);
    assertThat(unknown.path("status").asText()).isEqualTo("FAILED");
    assertThat(unknown.toString()).contains("Invalid symbol");
  }

  @Test
  void aJobThatIsNotToFetchNeverCallsOut() {
    int requests = SERVER.asked("binance").size();

    assertThat(run(Map.of()).path("status").asText()).isEqualTo("FAILED");
    assertThat(SERVER.asked("binance")).hasSize(requests);
  }

  @Test
  void anExchangeThatDoesNotAnswerCostsAnAttemptAndTheJobGoesOn() {
    AtomicInteger faults = new AtomicInteger(2);
    SERVER.fail(
        (request, exchange) -> {
          if (faults.getAndDecrement() <= 0) {
            return false;
          }
          FakeExchange.send(request, new Reply(503, "{}"));
          return true;
        });

    JsonNode job = run(Map.of("fetch", true));

    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    assertThat(client.get("/jobs/" + job.path("job_id").asText()).path("attempt").asInt())
        .isEqualTo(2);
  }

  @Test
  void whatAnExchangeWillNeverGiveFailsTheJobWithItsWords() {
    JsonNode unknown = run(Map.of("fetch", true, "symbol", "XYZ/USDT"));
    assertThat(unknown.path("status").asText()).isEqualTo("FAILED");
    assertThat(unknown.toString()).contains("status 400", "Invalid symbol");

    assertThat(client.tryToSubmit(Map.of("fetch", true, "exchange", "nosuch")).body())
        .contains("no file describes the exchange nosuch");

    JsonNode tooLong = run(Map.of("fetch", true, "exchange", "kraken"));
    assertThat(tooLong.path("status").asText()).isEqualTo("FAILED");
    assertThat(tooLong.toString())
        .contains("keeps 720 candles of 5m", "the earliest that can be had");
  }

  @Test
  void aTimeframeThatIsNotStoredIsBuiltOfAShorterOneAndTheJobSaysSo() {
    assertThat(run(Map.of("fetch", true)).path("status").asText()).isEqualTo("COMPLETED");

    JsonNode job = run(Map.of("timeframe", "30m", "lookback_candles", 200));

    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    JsonNode quality = quality(job);
    assertThat(quality.path("loaded").asInt()).isEqualTo(200);
    assertThat(quality.path("notes").toString())
        .contains("The candles of 30m are built of those of 5m");
    long wrong =
        jdbc.sql(
                "SELECT count(*) FROM training_jobs WHERE timeframe = '30m' AND extract(epoch FROM data_to) % 1800 <> 0")
            .query(Long.class)
            .single();
    assertThat(wrong).isZero();
  }
}
