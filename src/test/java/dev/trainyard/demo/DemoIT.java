package dev.trainyard.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.support.TestServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The demo as a newcomer sees it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DemoIT {
  @LocalServerPort private int port;
  @Autowired private CandleStore store;
  @Autowired private CandleImporter importer;
  @Autowired private ObjectMapper json;
  @Autowired private JdbcClient jdbc;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @Test
  void theFirstRunTrainsOnRealCandlesAndTheSecondShowsTheSameJob() throws Exception {
    String first = run();
    String second = run();

    assertThat(first)
        .contains("Imported 9,399 candles of BTC/USD, bitstamp, 1m")
        .contains("Imported 1,917 candles of BTC/USD, bitstamp, 5m")
        .contains("Imported 641 candles of BTC/USD, bitstamp, 15m")
        .contains("100.0 %  SAVE_CONFIGURATION  trial 200/200  best score")
        .contains("Trained configuration")
        .containsPattern("Verdict: (EDGE|NO_EDGE|OVERFIT|INSUFFICIENT_DATA)")
        .contains("curl -s http://localhost:" + port);
    assertThat(second)
        .doesNotContain("Imported")
        .contains("There are jobs already")
        .contains("Trained configuration");
    assertThat(jdbc.sql("SELECT count(*) FROM training_jobs").query(Integer.class).single())
        .isOne();
  }

  private String run() throws Exception {
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    String api = "http://localhost:%d/api/v2/training".formatted(port);
    new Demo(
            api,
            new DemoCandles(store, importer),
            json,
            new PrintStream(console, true, StandardCharsets.UTF_8))
        .run();
    return console.toString(StandardCharsets.UTF_8);
  }
}
