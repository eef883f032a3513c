package dev.trainyard.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.fetch.FakeExchange.Asked;
import dev.trainyard.fetch.FakeExchange.Reply;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** Fetches by the delivered files, from exchanges that behave as their documents say. */
@TestPropertySource(
    properties = {
      "camel.main.routes-include-pattern=file:routes/api/*.camel.yaml,file:routes/market-data/*.camel.yaml",
      "trainyard.fetches.retry-delay-ms=50",
      "trainyard.fetches.lease=3s"
    })
class FetchIT extends ApiFixture {
  private static final List<String> EXCHANGES =
      List.of(
          "binance",
          "binanceus",
          "coinbase",
          "kraken",
          "bitstamp",
          "bybit",
          "okx",
          "kucoin",
          "gate",
          "bitget",
          "bitfinex",
          "upbit");
  private static final long STEP = Timeframe.M5.millis();
  private static final long NOW = System.currentTimeMillis();

  /** The market begins nine days ago, at midnight. */
  private static final long BEGIN =
      Math.floorDiv(NOW, Timeframe.D1.millis()) * Timeframe.D1.millis() - 9 * Timeframe.D1.millis();

  /** It goes on while the tests run, as the clock of the service does. */
  private static final FakeMarket MARKET =
      new FakeMarket(BEGIN, NOW + Duration.ofHours(2).toMillis());

  private static final FakeExchange SERVER = new FakeExchange(MARKET);

  @Autowired private CandleStore candles;

  @DynamicPropertySource
  static void exchanges(DynamicPropertyRegistry registry) {
    for (String exchange : EXCHANGES) {
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
    jdbc.sql(
            "TRUNCATE candle_rows, candle_blocks, candle_series, candle_coverage, fetches, exchange_slots")
        .update();
  }

  private static long daysAgo(int days) {
    return Math.floorDiv(NOW, STEP) * STEP - Duration.ofDays(days).toMillis();
  }

  private JsonNode fetch(String series, long from, long to) {
    Answer accepted =
        post(
            "/market-data/%s/fetch".formatted(series),
            "{\"from\": \"%s\", \"to\": \"%s\"}"
                .formatted(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)));
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
    return accepted.body();
  }

  private JsonNode awaitEnd(JsonNode fetch) {
    String path = "/fetches/" + fetch.path("fetch_id").asText();
    return await()
        .atMost(Patience.LIMIT)
        .until(
            () -> get(path).body(),
            now ->
                List.of("COMPLETED", "FAILED", "CANCELLED").contains(now.path("status").asText()));
  }

  private JsonNode completed(JsonNode fetch) {
    JsonNode ended = awaitEnd(fetch);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("COMPLETED");
    assertThat(ended.path("percentage").asDouble()).isEqualTo(100);
    return ended;
  }

  private Candles stored(String exchange, Timeframe timeframe) {
    return candles.load(new CandleSeries(exchange, "BTC/USDT", timeframe), 100_000);
  }

  private static Candles expected(
      Timeframe timeframe, boolean isSparse, long from, long to, long now) {
    Candles all = MARKET.candles(timeframe, isSparse);
    int first = 0;
    while (first < all.size() && all.time()[first] < from) {
      first++;
    }
    int end = first;
    while (end < all.size()
        && all.time()[end] < to
        && all.time()[end] + timeframe.millis() <= now) {
      end++;
    }
    return all.slice(first, end);
  }

  /**
   * Everything from a time to the present is stored, and nothing that still runs: a candle may have
   * ended since the test began.
   */
  private Candles assertStored(String exchange, Timeframe timeframe, long from) {
    Candles stored = stored(exchange, timeframe);
    Candles ended = expected(timeframe, isSparse(exchange), from, NOW, System.currentTimeMillis());
    assertThat(stored.size())
        .isBetween(expected(timeframe, isSparse(exchange), from, NOW, NOW).size(), ended.size());
    assertSame(stored, ended.slice(0, stored.size()));
    return stored;
  }

  private static void assertSame(Candles actual, Candles expected) {
    assertThat(actual.time()).isEqualTo(expected.time());
    assertThat(actual.open()).isEqualTo(expected.open());
    assertThat(actual.high()).isEqualTo(expected.high());
    assertThat(actual.low()).isEqualTo(expected.low());
    assertThat(actual.close()).isEqualTo(expected.close());
    assertThat(actual.volume()).isEqualTo(expected.volume());
  }

  private static boolean isSparse(String exchange) {
    return List.of("coinbase", "kucoin", "bitfinex", "upbit").contains(exchange);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "binance",
        "binanceus",
        "coinbase",
        "kraken",
        "bitstamp",
        "bybit",
        "okx",
        "kucoin",
        "gate",
        "bitget",
        "bitfinex",
        "upbit"
      })
  void twoDaysOfEachExchangeAreWhatItsMarketDid(String exchange) {
    long from = daysAgo(2);

    JsonNode ended = completed(fetch(exchange + "/BTC-USDT/5m", from, NOW));

    Candles stored = assertStored(exchange, Timeframe.M5, from);
    assertThat(ended.path("inserted").asLong()).isEqualTo(stored.size());
    assertThat(ended.path("earliest").isNull()).isEqualTo(stored.time()[0] == from);
    JsonNode series = get("/market-data").body().at("/items/0");
    assertThat(series.path("source").asText()).isEqualTo("fetch");
    assertThat(series.path("empty_minutes").asText())
        .isEqualTo(isSparse(exchange) ? "absent" : "filled");

    // What is there, and what the exchange has said that it has not, is not asked for again
    int requests = SERVER.asked(exchange).size();
    completed(fetch(exchange + "/BTC-USDT/5m", from, daysAgo(0)));
    assertThat(SERVER.asked(exchange)).hasSize(requests);
  }

  @ParameterizedTest
  @CsvSource({"coinbase,4h", "coinbase,30m", "kraken,2h", "gate,3m", "bitget,2h", "upbit,1d"})
  void aTimeframeThatAnExchangeLacksIsBuiltOfAShorterOne(String exchange, String label) {
    Timeframe timeframe = Timeframe.of(label).orElseThrow();
    long from =
        Math.floorDiv(daysAgo(timeframe == Timeframe.M3 ? 1 : 4), timeframe.millis())
            * timeframe.millis();

    completed(fetch(exchange + "/BTC-USDT/" + label, from, NOW));

    assertStored(exchange, timeframe, from);
  }

  @Test
  void aHoleIsFilledAndNothingElseIsAskedFor() {
    long from = daysAgo(2);
    completed(fetch("binance/BTC-USDT/5m", from, NOW));
    long hole = from + 100 * STEP;
    jdbc.sql(
            "DELETE FROM candles WHERE time >= to_timestamp(? / 1000.0) AND time < to_timestamp(? / 1000.0)")
        .params(hole, hole + 7 * STEP)
        .update();
    // The exchange has answered for it, but the candles are what counts
    jdbc.sql("TRUNCATE candle_coverage").update();
    int requests = SERVER.asked("binance").size();

    JsonNode ended = completed(fetch("binance/BTC-USDT/5m", from, daysAgo(0)));

    assertThat(ended.path("inserted").asLong()).isEqualTo(7);
    List<Asked> asked = SERVER.asked("binance");
    assertThat(asked.subList(requests, asked.size()))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.uri())
                    .contains("startTime=" + hole, "endTime=" + (hole + 6 * STEP), "limit=7"));
    assertStored("binance", Timeframe.M5, from);
  }

  @Test
  void withoutABeginningItGoesOnBehindWhatIsThere() {
    long from = daysAgo(2);
    completed(fetch("binance/BTC-USDT/5m", from, daysAgo(1)));

    Answer accepted = post("/market-data/binance/BTC-USDT/5m/fetch", "{}");
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(accepted.http().headers().firstValue("Location").orElse(""))
        .endsWith("/fetches/" + accepted.body().path("fetch_id").asText());
    completed(accepted.body());

    assertStored("binance", Timeframe.M5, from);
  }

  @Test
  void aMarketThatBeganLaterIsFoundByDaysAndItsBeginningTold() {
    JsonNode ended =
        completed(
            fetch("binance/BTC-USDT/1m", BEGIN - Duration.ofDays(3000).toMillis(), daysAgo(7)));

    assertThat(Instant.parse(ended.path("earliest").asText()).toEpochMilli()).isEqualTo(BEGIN);
    assertThat(stored("binance", Timeframe.M1).time()[0]).isEqualTo(BEGIN);
    // 3,000 days are 4,320 pages of minutes
    assertThat(ended.path("requests").asInt()).isLessThan(15);
  }

  @Test
  void moreHistoryThanThereIsIsAnsweredWithTheEarliestThatCanBeHad() {
    JsonNode ended = awaitEnd(fetch("kraken/BTC-USDT/5m", daysAgo(8), NOW));

    assertThat(ended.path("status").asText()).isEqualTo("FAILED");
    assertThat(ended.path("error").asText())
        .contains("keeps 720 candles of 5m", "the earliest that can be had is");
    long earliest = Instant.parse(ended.path("earliest").asText()).toEpochMilli();
    assertThat(earliest).isGreaterThanOrEqualTo(daysAgo(0) - 720 * STEP);
    completed(fetch("kraken/BTC-USDT/5m", earliest + STEP, NOW));
  }

  @Test
  void whoIsToldThatItAsksTooOftenLeavesTheExchangeAloneForAsLongAsItSays() {
    AtomicInteger refusals = new AtomicInteger(2);
    SERVER.fail(
        (request, exchange) -> {
          if (refusals.getAndDecrement() <= 0) {
            return false;
          }
          request.getResponseHeaders().set("Retry-After", "1");
          FakeExchange.send(request, new Reply(429, "{\"code\":-1003}"));
          return true;
        });
    int before = SERVER.asked("binance").size();

    JsonNode ended = completed(fetch("binance/BTC-USDT/5m", daysAgo(1), NOW));

    List<Asked> asked = SERVER.asked("binance");
    List<Asked> mine = asked.subList(before, asked.size());
    assertThat(mine).hasSizeGreaterThanOrEqualTo(3);
    for (int i = 1; i <= 2; i++) {
      assertThat(TimeUnit.NANOSECONDS.toMillis(mine.get(i).at() - mine.get(i - 1).at()))
          .isGreaterThanOrEqualTo(1000);
    }
    assertThat(ended.path("requests").asInt()).isEqualTo(mine.size());
  }

  @Test
  void anExchangeThatBreaksDownForAMomentIsAskedAgain() {
    AtomicInteger faults = new AtomicInteger(4);
    SERVER.fail(
        (request, exchange) -> {
          switch (faults.getAndDecrement()) {
            case 4 -> FakeExchange.send(request, new Reply(502, "<html>Bad Gateway</html>"));
            case 3 -> request.close();
            case 2 -> {
              request.sendResponseHeaders(200, 1000);
              request.getResponseBody().write("[[1,".getBytes(UTF_8));
              request.close();
            }
            default -> {
              return false;
            }
          }
          return true;
        });

    JsonNode ended = completed(fetch("binance/BTC-USDT/5m", daysAgo(1), NOW));
    // The client of HTTP asks again by itself when a connection is closed without an answer
    assertThat(ended.path("retries").asInt()).isBetween(2, 3);
    assertThat(ended.path("retry_reason").asText()).startsWith("the answer of binance breaks off");

    assertStored("binance", Timeframe.M5, daysAgo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | {"data": []}                                  | answer of binance is no list; it begins with: {"data": []}
          200 | <html>maintenance</html>                      | answer of binance is no JSON; it begins with: <html>maintenance
          200 | [[%d, "1", "2", "1"]]                         | no number at answer.close, [4], of candle 1
          200 | [["soon", "1", "2", "1", "1", "1"]]           | no time at answer.time, [0], of candle 1
          200 | [[%d, "5", "2", "1", "1", "1"]]               | contradicts itself in candle 1
          200 | [[1000, "1", "2", "1", "1", "1"]]             | no time at answer.time, [0], that is the open of a candle of 5m
          200 | [[%1$d,"1","2","1","1","1"],[%1$d,"1","2","1","1","9"]] | twice, with other figures
          400 | {"code":-1121,"msg":"Invalid symbol."}        | status 400: {"code":-1121,"msg":"Invalid symbol."}
          """)
  void anAnswerThatIsNotWhatTheFilePromisesEndsTheFetchWithItsBeginning(
      int status, String body, String error) {
    long from = daysAgo(1);
    SERVER.fail(
        (request, exchange) -> {
          FakeExchange.send(request, new Reply(status, body.formatted(from)));
          return true;
        });

    JsonNode ended = awaitEnd(fetch("binance/BTC-USDT/5m", from, NOW));

    assertThat(ended.path("status").asText()).isEqualTo("FAILED");
    assertThat(ended.path("error").asText()).contains(error);
    assertThat(get("/market-data").body().path("items")).isEmpty();
  }

  @Test
  void aSuccessThatIsNoneIsToldToo() {
    JsonNode ended = awaitEnd(fetch("bybit/XYZ-USDT/5m", daysAgo(1), NOW));

    assertThat(ended.path("status").asText()).isEqualTo("FAILED");
    assertThat(ended.path("error").asText())
        .contains("bybit refuses the request", "Not supported symbols");
  }

  @Test
  void anEmptyAnswerIsAskedForAgainAnotherTime() {
    SERVER.fail(
        (request, exchange) -> {
          FakeExchange.send(request, new Reply(200, "[]"));
          return true;
        });
    JsonNode nothing = completed(fetch("coinbase/BTC-USDT/5m", daysAgo(2), NOW));
    assertThat(nothing.path("wanted").asInt()).isEqualTo(576);
    assertThat(nothing.path("received").asInt()).isZero();
    SERVER.work();

    completed(fetch("coinbase/BTC-USDT/5m", daysAgo(2), NOW));

    assertStored("coinbase", Timeframe.M5, daysAgo(2));
  }

  @Test
  void anExchangeThatWantsToBeLeftAloneHoldsUpNoOther() {
    SERVER.fail(
        (request, exchange) -> {
          if (!exchange.equals("binance")) {
            return false;
          }
          request.getResponseHeaders().set("Retry-After", "600");
          FakeExchange.send(request, new Reply(429, "{}"));
          return true;
        });
    for (String label : List.of("1m", "3m", "5m", "15m", "30m", "1h")) {
      fetch("binance/BTC-USDT/" + label, daysAgo(1), NOW);
    }
    await()
        .atMost(Patience.LIMIT)
        .until(
            () -> get("/fetches?exchange=binance&status=PENDING").body().path("items").size() == 6);

    completed(fetch("okx/BTC-USDT/5m", daysAgo(1), NOW));

    assertThat(get("/fetches?exchange=binance").body().at("/items/0/waits_until").isNull())
        .isFalse();
  }

  @Test
  void aDayIsItsMidnightInUtc() {
    JsonNode fetch =
        post(
                "/market-data/binance/BTC-USDT/5m/fetch",
                "{\"from\": \"2024-01-31\", \"to\": \"2024-02-01\"}")
            .body();

    assertThat(fetch.path("from").asText()).isEqualTo("2024-01-31T00:00:00Z");
    assertThat(fetch.path("to").asText()).isEqualTo("2024-02-01T00:00:00Z");
  }

  @Test
  void theSameFetchTwiceIsOne() {
    SERVER.fail(FetchIT::slowly);
    JsonNode one = fetch("okx/BTC-USDT/1m", daysAgo(3), NOW);
    JsonNode other = fetch("okx/BTC-USDT/1m", daysAgo(3), NOW);

    assertThat(other.path("fetch_id")).isEqualTo(one.path("fetch_id"));
    delete("/fetches/" + one.path("fetch_id").asText());
  }

  @Test
  void oneFormThatIsNoJsonIsRefused() {
    Answer form =
        send(
            request("/api/v2/training/market-data/binance/BTC-USDT/5m/fetch")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("{}")));

    assertThat(form.status()).isEqualTo(415);
  }

  @Test
  void neverMoreRequestsThanTheLimitHoweverManyFetchesThereAre() {
    int before = SERVER.asked("upbit").size();
    List<JsonNode> fetches =
        List.of("1m", "3m", "5m").stream()
            .map(label -> fetch("upbit/BTC-USDT/" + label, daysAgo(2), NOW))
            .toList();
    fetches.forEach(this::completed);

    List<Asked> asked = SERVER.asked("upbit");
    List<Asked> mine = asked.subList(before, asked.size());
    assertThat(mine).hasSizeGreaterThan(18);
    for (int i = 9; i < mine.size(); i++) {
      // A loaded machine may hold up the first of them on its way
      assertThat(mine.get(i).at() - mine.get(i - 9).at()).isGreaterThan(950_000_000L);
    }
  }

  @Test
  void aFetchIsFollowedAndCancelled() throws Exception {
    try (EventClient events = EventClient.open(request("/api/v2/training/events?types=fetch"))) {
      SERVER.fail(FetchIT::slowly);
      JsonNode fetch = fetch("okx/BTC-USDT/1m", daysAgo(8), NOW);
      String id = fetch.path("fetch_id").asText();
      await()
          .atMost(Patience.LIMIT)
          .until(() -> get("/fetches/" + id).body().path("received").asLong() > 0);

      Answer cancelled = delete("/fetches/" + id);

      assertThat(cancelled.status()).isEqualTo(200);
      assertThat(cancelled.body().path("status").asText()).isEqualTo("CANCELLED");
      events.receive(event -> event.text("status").equals("CANCELLED"));
      assertThat(events.events("fetch"))
          .extracting(event -> event.text("status"))
          .containsExactly("PENDING", "RUNNING", "CANCELLED");
      assertThat(delete("/fetches/" + id).status()).isEqualTo(409);
      assertThat(get("/fetches?status=CANCELLED&exchange=okx").body().path("items")).hasSize(1);
      // Its thread ends, and nothing more is stored
      SERVER.work();
      long rows = stored("okx", Timeframe.M1).size();
      await()
          .during(Duration.ofMillis(600))
          .atMost(Patience.LIMIT)
          .until(() -> stored("okx", Timeframe.M1).size() == rows);
    }
  }

  private static boolean slowly(HttpExchange request, String exchange) throws IOException {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Test
  void aFetchOfAProcessThatHasDiedGoesOnWhereItStopped() {
    long from = daysAgo(2);
    completed(fetch("binance/BTC-USDT/5m", from, daysAgo(1)));
    int requests = SERVER.asked("binance").size();
    // As a process leaves it that is killed
    jdbc.sql(
            """
            INSERT INTO fetches (id, status, exchange, symbol, timeframe, from_time, to_time, lease_token, lease_owner,
                lease_expires_at)
            VALUES (uuid_v7(), 'RUNNING', 'binance', 'BTC/USDT', '5m', to_timestamp(? / 1000.0), to_timestamp(? / 1000.0),
                gen_random_uuid(), 'dead', now())
            """)
        .params(from, daysAgo(0))
        .update();

    await()
        .atMost(Patience.LIMIT)
        .until(() -> get("/fetches?status=COMPLETED").body().path("items").size() == 2);

    List<Asked> asked = SERVER.asked("binance");
    assertThat(asked.subList(requests, asked.size()))
        .singleElement()
        .satisfies(one -> assertThat(one.uri()).contains("startTime=" + daysAgo(1)));
    assertSame(
        stored("binance", Timeframe.M5), expected(Timeframe.M5, false, from, daysAgo(0), NOW));
  }

  @Test
  void aScheduleFetchesAllStoredSeriesOrThoseThatItNames() {
    completed(fetch("binance/BTC-USDT/5m", daysAgo(2), daysAgo(1)));
    completed(fetch("okx/BTC-USDT/5m", daysAgo(2), daysAgo(1)));
    String all =
        post("/schedules", "{\"name\": \"all\", \"cron\": \"0 3 * * *\", \"fetch\": {}}")
            .body()
            .path("id")
            .asText();

    Answer run = post("/schedules/%s/run".formatted(all));

    assertThat(run.status()).isEqualTo(202);
    assertThat(run.http().headers().firstValue("Location").orElse(""))
        .endsWith("/fetches/" + run.body().path("fetch_id").asText());
    await()
        .atMost(Patience.LIMIT)
        .until(() -> get("/fetches?status=COMPLETED").body().path("items").size() == 4);
    assertStored("okx", Timeframe.M5, daysAgo(2));
    assertThat(get("/schedules/" + all).body().at("/last_run/fetch_id"))
        .isEqualTo(run.body().path("fetch_id"));

    Answer refused =
        post(
            "/schedules",
            """
            {"name": "some", "cron": "@daily",
             "fetch": {"series": [{"exchange": "binanse", "symbol": "BTC/USDT", "timeframe": "5m"}]}}
            """);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.error("fetch.series[0].exchange")).contains("did you mean binance");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          binanse/BTC-USDT/5m | {}                               | 422 | exchange | did you mean binance
          binance/BTC-USDT/5m | {"from": "yesterday"}            | 422 | from     | ISO-8601
          binance/BTC-USDT/5m | {"from": "2024-02-30"}           | 422 | from     | a day that there is
          binance/BTC-USDT/5m | {"from": "2024-01-01", "to": "2024-01-01"} | 422 | from | nothing to fetch
          binance/BTC-USDT/5m | {"from": "2999-01-01T00:00:00Z"} | 422 | from     | 2100
          binance/BTC-USDT/5m | {"from": "1999-01-01T00:00:00Z"} | 422 | from     | 2009
          binance/BTC-USDT/5m | {"from": "2024-01-01T00:00:00Z", "to": "2024-01-01T00:04:00Z"} | 422 | from | nothing to fetch
          binance/BTC-USDT/5m | {"to": "2099-01-01T00:00:00Z", "from": "2098-01-01T00:00:00Z"} | 422 | from | in the future
          binance/BTC-USDT/5m | {"since": "2024-01-01T00:00:00Z"} | 422 | since   | unknown field
          binance/BTCUSDT/5m  | {}                               | 400 | symbol   | BTC-USDT
          """)
  void aRequestThatCanNeverBeDoneIsRefused(
      String series, String body, int status, String field, String message) {
    Answer refused = post("/market-data/%s/fetch".formatted(series), body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.error(field)).as(refused.body().toString()).contains(message);
    assertThat(get("/fetches").body().path("items")).isEmpty();
  }
}
