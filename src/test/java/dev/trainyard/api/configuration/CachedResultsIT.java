package dev.trainyard.api.configuration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.Patience;
import dev.trainyard.support.RedisProcess;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import redis.clients.jedis.Jedis;

/** Reports and back-tests of a configuration that are asked for again. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class CachedResultsIT {
  private static RedisProcess redis;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry meters;

  private TrainingClient client;
  private String symbol;
  private String path;
  private Candles candles;

  @BeforeAll
  static void startRedis() throws IOException {
    if (redis == null) {
      Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
      redis = RedisProcess.server(Files.createTempDirectory(target, "results-redis"), "");
    }
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) throws IOException {
    startRedis();
    registry.add("DATABASE_URL", TestServers.shared().freshDatabase()::url);
    registry.add("REDIS_URL", () -> "redis://127.0.0.1:" + redis.port());
  }

  /** Each test has a market of its own, with a configuration that was trained on its first days. */
  @BeforeEach
  void train(TestInfo test) throws Exception {
    client = new TrainingClient(port, Patience.LIMIT);
    symbol = "M%d/USD".formatted(Math.floorMod(test.getDisplayName().hashCode(), 1_000_000));
    candles = RealCandles.bitstamp(Timeframe.M1);
    client.uploadCandles(symbol, candles.slice(0, candles.size() - 1000));
    String job = client.submit(Map.of("symbol", symbol, "n_iterations", 20));
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    path = "/configurations/" + client.get("/jobs/" + job).path("config_id").asText();
  }

  @Test
  void theSecondTimeTheyAreTheSameToTheByteWithoutBeingComputed() {
    for (String operation : new String[] {"report", "backtest"}) {
      String first = fetch(operation);
      double hits = results(operation, "hit");

      assertThat(fetch(operation)).isEqualTo(first);

      assertThat(results(operation, "hit")).isEqualTo(hits + 1);
    }
  }

  @Test
  void candlesBehindThoseOfTheTrainingChangeNothing() throws Exception {
    String first = fetch("report");
    double hits = results("report", "hit");

    client.uploadCandles(symbol, candles.slice(candles.size() - 1000, candles.size()));

    assertThat(fetch("report")).isEqualTo(first);
    assertThat(results("report", "hit")).isEqualTo(hits + 1);
  }

  @Test
  void correctedCandlesAreComputedWith() throws Exception {
    String first = fetch("backtest");
    assertThat(first).contains("\"data_changed\":false");

    client.uploadCandles(symbol, lifted(candles.slice(5000, 5010)));

    assertThat(fetch("backtest")).contains("\"data_changed\":true");
    client.uploadCandles(symbol, candles.slice(5000, 5010));
    assertThat(fetch("backtest")).isEqualTo(first);
  }

  @Test
  void candlesThatAreChangedInTheDatabaseAreComputedWith() {
    assertThat(fetch("report")).doesNotContain("have changed since");

    jdbc.sql("UPDATE candles SET volume = volume + 1 WHERE symbol = ?").param(symbol).update();

    assertThat(fetch("report")).contains("have changed since");
    jdbc.sql("DELETE FROM candles WHERE symbol = ?").param(symbol).update();
    assertThat(client.fetch(path + "/report").statusCode()).isEqualTo(409);
  }

  @Test
  void aReportShowsTheConfigurationAsItIsNow() {
    fetch("report");
    String backtest = fetch("backtest");
    double computed = results("report", "miss");
    double hits = results("backtest", "hit");

    client.call("POST", path + "/activate", 200);

    fetch("report");
    assertThat(results("report", "miss")).isEqualTo(computed + 1);
    assertThat(fetch("backtest")).isEqualTo(backtest);
    assertThat(results("backtest", "hit")).isEqualTo(hits + 1);
  }

  @Test
  void aReportWithoutItsJobHasNoTrials() {
    String whole = fetch("report");
    String job = client.get(path).path("job_id").asText();

    jdbc.sql("DELETE FROM training_jobs WHERE id = CAST(? AS uuid)").param(job).update();

    assertThat(fetch("report")).isNotEqualTo(whole);
  }

  @Test
  void aWipedOrDamagedRedisChangesNothing() {
    String report = fetch("report");
    redis.ask(Jedis::flushAll);
    assertThat(fetch("report")).isEqualTo(report);

    for (String key : redis.ask(jedis -> jedis.keys("trainyard:{results}:report:*"))) {
      redis.ask(jedis -> jedis.set(key.getBytes(UTF_8), "<script>".getBytes(UTF_8)));
    }

    assertThat(fetch("report")).isEqualTo(report);
  }

  @Test
  void aConfigurationThatIsDeletedHasNone() {
    fetch("report");

    client.call("DELETE", path, 204);

    assertThat(client.fetch(path + "/report").statusCode()).isEqualTo(404);
  }

  private static Candles lifted(Candles few) {
    double[] volume = few.volume().clone();
    for (int i = 0; i < volume.length; i++) {
      volume[i] += 1;
    }
    return new Candles(few.time(), few.open(), few.high(), few.low(), few.close(), volume);
  }

  private String fetch(String operation) {
    HttpResponse<String> answer = client.fetch(path + "/" + operation);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private double results(String operation, String result) {
    return meters.counter("trainyard.results", "operation", operation, "result", result).count();
  }
}
