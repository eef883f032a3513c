package dev.trainyard.api.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** Every endpoint that reads candles while its client waits shares one limit. */
@TestPropertySource(properties = "trainyard.http.concurrent-backtests=1")
class BacktestLimitIT extends ApiFixture {
  private static final int RUNNING_AND_WAITING = 7;

  @Autowired private BacktestLimit limit;
  @Autowired private StrategyCatalog strategies;
  @Autowired private ObjectMapper json;

  private final ExecutorService others = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);

  @BeforeEach
  void upload() {
    Answer uploaded =
        send(
            request("/api/v2/training/market-data/test/LIMIT-USD/5m")
                .header("Content-Type", "text/csv")
                .POST(
                    BodyPublishers.ofString(
                        "time,open,high,low,close,volume\n1700000100,1,2,1,2,5\n1700000400,2,2,1,1,5\n")));
    assertThat(uploaded.status()).isEqualTo(200);
  }

  @AfterEach
  void release() {
    end.countDown();
    others.shutdownNow();
  }

  @Test
  void whatReadsCandlesIsToldToComeBackWhileTooManyOthersDo() {
    String backtest =
        "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"LIMIT/USD\", \"exchange\": \"test\"}";
    String reuse = backtest.replace("}", ", \"reuse\": true}");
    String configuration = "/configurations/" + repeatableConfiguration();
    assertThat(post("/backtests", backtest).status()).isEqualTo(200);

    occupy();

    for (Answer refused :
        List.of(
            post("/backtests", backtest),
            post("/start", reuse),
            get(configuration + "/backtest"),
            get(configuration + "/report"))) {
      assertThat(refused.status()).as(refused.http().uri().toString()).isEqualTo(503);
      assertThat(refused.http().headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.body().path("detail").asText()).contains("concurrent-backtests");
    }
    JsonNode unhindered = get(configuration).body();
    assertThat(unhindered.path("symbol").asText()).isEqualTo("LIMIT/USD");
  }

  private String repeatableConfiguration() {
    String id = SampleRows.configuration(jdbc, UUID.randomUUID().toString(), "LIMIT/USD", 0.1);
    List<Map<String, Object>> space =
        SpaceJson.toList(strategies.find("LIQUIDITY_SWEEP").orElseThrow().space());
    Map<Object, Object> parameters = new HashMap<>();
    space.forEach(one -> parameters.put(one.get("name"), one.get("default")));
    jdbc.sql(
            """
            UPDATE trained_configurations SET space = CAST(? AS json), parameters = CAST(? AS json)
            WHERE id = CAST(? AS uuid)
            """)
        .params(json.valueToTree(space).toString(), json.valueToTree(parameters).toString(), id)
        .update();
    return id;
  }

  private void occupy() {
    List<Future<Integer>> busy = new ArrayList<>();
    for (int k = 0; k < RUNNING_AND_WAITING; k++) {
      busy.add(
          others.submit(
              () ->
                  limit.run(
                      () -> {
                        end.await();
                        return 1;
                      })));
    }
    await().until(() -> limit.waiting() == RUNNING_AND_WAITING - 1);
    assertThat(busy).noneMatch(Future::isDone);
  }
}
