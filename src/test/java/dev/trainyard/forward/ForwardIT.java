package dev.trainyard.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.callback.SampleSettings;
import dev.trainyard.market.Candles;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.Patience;
import dev.trainyard.support.Receiver;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import dev.trainyard.validation.SyntheticCandles;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntToDoubleFunction;
import javax.management.Notification;
import javax.management.NotificationListener;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Active configurations on candles after their training, from the upload to who is told. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "trainyard.forward.every=1s",
      "trainyard.forward.interval=100ms",
      "trainyard.callbacks.secret=" + SampleSettings.SECRET,
      "trainyard.callbacks.allowed-networks=127.0.0.0/8",
      "trainyard.callbacks.interval=100ms"
    })
@ExtendWith(Patience.class)
class ForwardIT {
  private static final String EXCHANGE = "synthetic";
  private static final Instant START = Instant.parse("2022-01-01T00:00:00Z");
  private static final int TRAINED = 6_000;
  private static final int IN_ALL = 16_000;

  /** A market whose moves go on, which the strategy makes money of, and one that turns back. */
  private static final double GOING_ON = 0.35;

  private static final double TURNING = -0.6;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private MeterRegistry meters;

  private final ObjectMapper json = new ObjectMapper();
  private TrainingClient client;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  @BeforeEach
  void open() {
    client = new TrainingClient(port, Patience.LIMIT);
  }

  @Test
  void anEdgeThatEndsIsFoundAndToldToAllWhoAsked() throws Exception {
    Candles candles = market(12, bar -> bar < TRAINED ? GOING_ON : TURNING);
    Queue<Notification> notifications = new ConcurrentLinkedQueue<>();
    NotificationListener listener = (notification, handback) -> notifications.add(notification);
    ObjectName events = new ObjectName("dev.trainyard:type=Events");
    ManagementFactory.getPlatformMBeanServer()
        .addNotificationListener(events, listener, null, null);
    try (Receiver receiver = Receiver.answering(200);
        EventClient stream =
            EventClient.open(HttpRequest.newBuilder(uri("/events?types=forward")))) {
      client.call("POST", "/me/callback-secret", 201);
      upload("ENDS/USD", candles, 0, TRAINED);
      String config =
          train(
              "ENDS/USD",
              Map.of("callback_url", receiver.url("/hook"), "callback_events", List.of("decayed")));
      String stageBefore = configuration(config).path("lifecycle_stage").asText();
      assertThat(forward(config).path("forward").isNull()).isTrue();
      activate(config);
      await().until(() -> !forward(config).at("/forward/looked_at").isMissingNode());
      assertThat(forward(config).at("/forward/result").isNull()).as("no candle is new").isTrue();

      upload("ENDS/USD", candles, TRAINED, IN_ALL);

      await().until(() -> forward(config).path("lifecycle_stage").asText().equals("DECAY"));
      JsonNode forward = forward(config).path("forward");
      assertThat(stageBefore).isNotEqualTo("DECAY");
      assertThat(forward.path("reason").asText())
          .contains("Its hold-out promised", "less than half of that is left");
      assertThat(forward.at("/result/test/evidence").asDouble()).isGreaterThanOrEqualTo(20);
      assertThat(Instant.parse(forward.at("/result/from").asText()))
          .isEqualTo(Instant.parse(forward(config).path("trained_to").asText()).plusSeconds(3600));
      assertThat(Instant.parse(forward.at("/result/to").asText()))
          .isEqualTo(Instant.ofEpochMilli(candles.time()[IN_ALL - 1]));
      assertThat(forward.at("/result/equity").size()).isBetween(2, 300);

      EventClient.Event event = stream.receive(e -> e.text("config_id").equals(config));
      assertThat(event.text("change")).isEqualTo("decayed");
      await().until(() -> !receiver.messages().isEmpty());
      JsonNode told = json.readTree(receiver.messages().get(0).body());
      assertThat(told.path("type").asText()).isEqualTo("configuration.decayed");
      assertThat(told.at("/data/config_id").asText()).isEqualTo(config);
      await()
          .until(
              () ->
                  notifications.stream()
                      .anyMatch(
                          n ->
                              n.getType().equals("trainyard.configuration.decayed")
                                  && n.getUserData().equals(config)));
      assertThat(meters.get("trainyard.configurations.decayed").counter().count()).isEqualTo(1);
      assertThat(configuration(config).at("/lifecycle/stage").asText()).isEqualTo("DECAY");
      assertThat(client.get("/configurations?lifecycle=DECAY").path("items")).isNotEmpty();
      assertThat(client.fetch("/configurations/" + config + "/report").body())
          .contains(
              "Decayed since", "After the training", "The edge has decayed.", "Stage DECAY. ");
      assertThat(
              client
                  .call("POST", "/configurations/" + config + "/activate", 200)
                  .path("warning")
                  .asText())
          .startsWith("it has decayed");

      // It stays active and is looked at again, and nobody is told twice
      String looked = forward.path("looked_at").asText();
      await().until(() -> !forward(config).at("/forward/looked_at").asText().equals(looked));
      assertThat(configuration(config).path("is_active").asBoolean()).isTrue();
      assertThat(receiver.messages()).hasSize(1);
      assertThat(
              jdbc.sql("SELECT count(*) FROM service_events WHERE type = 'forward'")
                  .query(Integer.class)
                  .single())
          .isEqualTo(1);
    } finally {
      ManagementFactory.getPlatformMBeanServer().removeNotificationListener(events, listener);
    }
  }

  @Test
  void howOftenItIsLookedAtDoesNotMatter() throws Exception {
    Candles candles = market(13, bar -> GOING_ON);
    upload("OFTEN/USD", candles, 0, TRAINED);
    String often = train("OFTEN/USD", Map.of());
    String once = train("OFTEN/USD", Map.of("priority", "high"));
    activate(often);
    for (int to = TRAINED + 1_500; to <= 9_000; to += 1_500) {
      upload("OFTEN/USD", candles, to - 1_500, to);
      Instant last = Instant.ofEpochMilli(candles.time()[to - 1]);
      await().until(() -> forward(often).at("/forward/result/to").asText().equals(last.toString()));
    }
    activate(once);
    await().until(() -> forward(once).at("/forward/result").isObject());

    // A correction of what was seen is seen too
    JsonNode before = forward(once).at("/forward/result");
    upload("OFTEN/USD", market(13, bar -> bar < 8_000 ? GOING_ON : TURNING), 8_500, 9_000);
    await().until(() -> !forward(once).at("/forward/result").equals(before));
    upload("OFTEN/USD", candles, 8_500, 9_000);
    await().until(() -> forward(once).at("/forward/result").equals(before));
    await().until(() -> forward(often).at("/forward/result").equals(before));

    assertThat(configuration(once).path("parameters"))
        .isEqualTo(configuration(often).path("parameters"));
    assertThat(forward(once).at("/forward/result")).isEqualTo(forward(often).at("/forward/result"));
    assertThat(configuration(often).path("lifecycle_stage").asText()).isNotEqualTo("DECAY");
    assertThat(forward(often).at("/forward/result/trades").asInt()).isPositive();
  }

  @Test
  void severalMarketsAreFollowedUpToTheLastCandleOfAll() throws Exception {
    Candles one = market(21, bar -> GOING_ON);
    Candles other = market(22, bar -> GOING_ON);
    upload("ONE/USD", one, 0, TRAINED);
    upload("TWO/USD", other, 0, TRAINED);
    Map<String, Object> several = new HashMap<>();
    several.put("symbol", null);
    several.put("symbols", List.of("ONE/USD", "TWO/USD"));
    String config = train("ONE/USD", several);
    activate(config);
    upload("ONE/USD", one, TRAINED, 7_500);
    upload("TWO/USD", other, TRAINED, 7_000);

    String last = Instant.ofEpochMilli(one.time()[6_999]).toString();
    await().until(() -> forward(config).at("/forward/result/to").asText().equals(last));

    assertThat(forward(config).at("/forward/result/metrics/bars").asInt()).isEqualTo(1_000);
    assertThat(client.fetch("/configurations/" + config + "/report").body())
        .contains("After the training", "<h2>Markets</h2>");
  }

  @Test
  void withoutValidationThereAreFiguresButNothingIsTested() throws Exception {
    Candles candles = market(14, bar -> GOING_ON);
    upload("PLAIN/USD", candles, 0, TRAINED);
    String config = train("PLAIN/USD", Map.of("run_validation", false));
    activate(config);
    upload("PLAIN/USD", candles, TRAINED, 7_000);

    await().until(() -> forward(config).at("/forward/result").isObject());

    JsonNode forward = forward(config).path("forward");
    assertThat(forward.at("/result/test").isNull()).isTrue();
    assertThat(forward.at("/result/metrics/bars").asInt()).isEqualTo(1_000);
    assertThat(forward.path("problem").asText()).contains("trained without validation");
    assertThat(client.fetch("/configurations/" + config + "/report").body())
        .contains("Nothing is tested");
  }

  @Test
  void aSearchOnCandlesThatWereFollowedSaysSo() throws Exception {
    Candles candles = market(15, bar -> GOING_ON);
    upload("AGAIN/USD", candles, 0, TRAINED);
    String config = train("AGAIN/USD", Map.of());
    activate(config);
    upload("AGAIN/USD", candles, TRAINED, 12_000);
    await().until(() -> forward(config).at("/forward/result").isObject());

    String later = train("AGAIN/USD", Map.of("warm_start_from", config));

    assertThat(configuration(later).path("holdout_uses").asInt())
        .as("itself, and the one that was followed on its hold-out")
        .isEqualTo(2);
    assertThat(configuration(later).at("/data_quality/notes").toString())
        .contains("was followed on candles up to", "less independent");
    assertThat(configuration(config).path("holdout_uses").asInt()).isEqualTo(1);
  }

  @Test
  void whatCannotBeFollowedSaysWhyAndDoesNotKeepOthersFromBeing() throws Exception {
    Candles candles = market(16, bar -> GOING_ON);
    upload("GONE/USD", candles, 0, TRAINED);
    String gone = train("GONE/USD", Map.of());
    String broken = train("GONE/USD", Map.of("seed", 7));
    jdbc.sql(
            "UPDATE trained_configurations SET parameters = '{\"x\":1}' WHERE id = CAST(? AS uuid)")
        .param(broken)
        .update();
    jdbc.sql("DELETE FROM candles WHERE symbol = 'GONE/USD'").update();
    jdbc.sql("DELETE FROM candle_series WHERE symbol = 'GONE/USD'").update();

    activate(broken);
    activate(gone);

    await().until(() -> forward(gone).at("/forward/problem").isTextual());
    await().until(() -> forward(broken).at("/forward/problem").isTextual());
    assertThat(forward(gone).at("/forward/problem").asText()).contains("GONE/USD");
    assertThat(forward(broken).at("/forward/problem").asText()).contains("parameters");
  }

  @Test
  void manyAreLookedAtTogetherAndFindWhatOneFindsAlone() throws Exception {
    Candles candles = market(17, bar -> GOING_ON);
    upload("MANY/USD", candles, 0, TRAINED);
    String config = train("MANY/USD", Map.of());
    activate(config);
    upload("MANY/USD", candles, TRAINED, 8_000);
    await().until(() -> forward(config).at("/forward/result/metrics/bars").asInt() == 2_000);
    String alone = seen(config).get(0);

    jdbc.sql(
            """
            INSERT INTO trained_configurations
            SELECT (jsonb_populate_record(c, jsonb_build_object('id', uuid_v7(), 'job_id', uuid_v7()))).*
            FROM trained_configurations c, generate_series(1, 180) WHERE c.id = CAST(? AS uuid)
            """)
        .param(config)
        .update();

    await().until(() -> seen("%").size() == 181);
    assertThat(seen("%")).containsOnly(alone);
  }

  private List<String> seen(String config) {
    return jdbc.sql(
            """
            SELECT concat_ws(' ', f.result, f.promised, f.seen_from, f.seen_to) FROM configuration_forward f
            JOIN trained_configurations c ON c.id = f.config_id
            WHERE c.symbol = 'MANY/USD' AND f.result IS NOT NULL AND c.id::text LIKE ?
            """)
        .param(config)
        .query(String.class)
        .list();
  }

  @Test
  void aConfigurationThatDoesNotExistIsNotFound() {
    client.call("GET", "/configurations/01890a5d-ac96-774b-bcce-b302099a8057/forward", 404);
  }

  private static Candles market(long seed, IntToDoubleFunction memory) {
    Candles of1970 = SyntheticCandles.changing(IN_ALL, seed, memory);
    long[] time = Arrays.stream(of1970.time()).map(t -> START.toEpochMilli() + t).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    double[] volume = random.doubles(time.length, 1, 10).toArray();
    return new Candles(time, of1970.open(), of1970.high(), of1970.low(), of1970.close(), volume);
  }

  private String train(String symbol, Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>();
    request.put("strategy", "CAPITULATION_REVERSAL");
    request.put("symbol", symbol);
    request.put("exchange", EXCHANGE);
    request.put("timeframe", "1h");
    request.put("lookback_days", TRAINED / 24);
    request.put("n_iterations", 60);
    request.put("optimizer", "random");
    request.put("costs", Map.of("fee_rate", 0, "slippage_rate", 0, "funding_rate_8h", 0));
    request.putAll(fields);
    String job = client.submit(request);
    JsonNode done = client.awaitFinal(job);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
    return client.get("/jobs/" + job + "/results").path("config_id").asText();
  }

  private void activate(String config) {
    client.call("POST", "/configurations/" + config + "/activate", 200);
  }

  private JsonNode configuration(String config) {
    return client.get("/configurations/" + config);
  }

  private JsonNode forward(String config) {
    return client.get("/configurations/" + config + "/forward");
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + "/api/v2/training" + path);
  }

  private void upload(String symbol, Candles candles, int from, int to) throws Exception {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    for (int i = from; i < to; i++) {
      csv.append(candles.time()[i]).append(',').append(candles.open()[i]).append(',');
      csv.append(candles.high()[i]).append(',').append(candles.low()[i]).append(',');
      csv.append(candles.close()[i]).append(',').append(candles.volume()[i]).append('\n');
    }
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        uri("/market-data/" + EXCHANGE + "/" + symbol.replace('/', '-') + "/1h"))
                    .header("Content-Type", "text/csv")
                    .POST(BodyPublishers.ofString(csv.toString()))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
