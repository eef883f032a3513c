package dev.trainyard.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.market.Timeframe;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.Patience;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * Every night fetch, every Sunday train again, and tell what changes: the recipe of the
 * documentation, with its nights and its Sunday by hand.
 */
@TestPropertySource(
    properties = {
      "trainyard.role=all",
      "camel.main.routes-include-pattern="
          + "file:routes/api/*.camel.yaml,file:routes/market-data/*.camel.yaml,"
          + "file:routes/worker/*.camel.yaml,file:routes/maintenance/*.camel.yaml",
      "trainyard.forward.every=1s",
      "trainyard.forward.interval=100ms",
      "trainyard.fetches.retry-delay-ms=50"
    })
@ExtendWith(Patience.class)
class NightlyRecipeIT extends ApiFixture {
  private static final long STEP = Timeframe.M5.millis();
  private static final long NOW = System.currentTimeMillis() / STEP * STEP;
  private static final long BEGIN = NOW - Duration.ofDays(30).toMillis();
  private static final long FIRST_NIGHT = NOW - Duration.ofDays(7).toMillis();
  private static final FakeExchange SERVER = new FakeExchange(new FakeMarket(BEGIN, NOW));

  @DynamicPropertySource
  static void exchange(DynamicPropertyRegistry registry) {
    registry.add("trainyard.exchanges.binance.url", () -> SERVER.url("binance"));
  }

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void newCandlesComeByNightAreFollowedAndTrainedOnAgain() {
    String night =
        schedule(
            """
            {"name": "candles", "cron": "30 1 * * *", "fetch": {"series": [
              {"exchange": "binance", "symbol": "BTC/USDT", "timeframe": "5m"}]}}""");
    String sunday =
        schedule(
            """
            {"name": "training", "cron": "0 3 * * SUN", "request": {"strategy": "SUPPLY_SHOCK", "symbol": "BTC/USDT",
              "exchange": "binance", "timeframe": "5m", "lookback_candles": 6000, "n_iterations": 20,
              "optimizer": "random", "min_trades": 0}}""");
    try (EventClient events =
        EventClient.open(request("/api/v2/training/events?types=schedule,fetch,state"))) {
      // What earlier nights have brought
      fetched(BEGIN, FIRST_NIGHT);
      String config = trainedBy(sunday);
      post("/configurations/" + config + "/activate");

      runs(night);
      events.receive(
          event -> event.name().equals("fetch") && event.text("status").equals("COMPLETED"));

      await().until(() -> seenTo(config) > FIRST_NIGHT);
      String newer = trainedBy(sunday);
      assertThat(time(newer, "data_to")).isAfter(time(config, "data_to"));
      assertThat(get("/configurations/" + newer).body().path("holdout_uses").asInt())
          .as("itself, and the one that was followed on its hold-out")
          .isEqualTo(2);
      events.receive(
          event -> event.name().equals("schedule") && event.text("name").equals("training"));
    }
  }

  private String schedule(String body) {
    Answer made = post("/schedules", body);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return made.body().path("id").asText();
  }

  private JsonNode runs(String schedule) {
    Answer run = post("/schedules/" + schedule + "/run");
    assertThat(run.status()).as(run.body().toString()).isIn(200, 202);
    return run.body();
  }

  private void fetched(long from, long to) {
    Answer accepted =
        post(
            "/market-data/binance/BTC-USDT/5m/fetch",
            "{\"from\": \"%s\", \"to\": \"%s\"}"
                .formatted(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)));
    String path = "/fetches/" + accepted.body().path("fetch_id").asText();
    await().until(() -> get(path).body().path("status").asText().equals("COMPLETED"));
  }

  /** Runs the schedule and returns the configuration that its job has made. */
  private String trainedBy(String schedule) {
    String job = runs(schedule).path("job_id").asText();
    JsonNode done =
        await()
            .until(
                () -> get("/jobs/" + job).body(),
                now ->
                    !now.path("finished_at").isNull() && !now.path("finished_at").isMissingNode());
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
    return get("/jobs/" + job + "/results").body().path("config_id").asText();
  }

  private long seenTo(String config) {
    JsonNode to = get("/configurations/" + config + "/forward").body().at("/forward/result/to");
    return to.isTextual() ? Instant.parse(to.asText()).toEpochMilli() : 0;
  }

  private Instant time(String config, String field) {
    return Instant.parse(get("/configurations/" + config).body().path(field).asText());
  }
}
