package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.route.reload.EditedHome;
import dev.trainyard.strategy.catalog.PluginJar;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Strategies of users, good and bad, each in a jar, in one service. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "trainyard.worker.slots=1",
      "trainyard.worker.trial-threads=2",
      "trainyard.queue.reconcile-interval=500ms"
    })
class PluginIT {
  @TempDir private static Path parent;
  private static Path home;

  @LocalServerPort private int port;

  private TrainingClient client;

  @DynamicPropertySource
  static void service(DynamicPropertyRegistry registry) throws IOException {
    EditedHome edited = EditedHome.in(parent);
    home = edited.directory();
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    PluginJar.component(plugins);
    PluginJar.example(plugins);
    PluginJar.variant(
        plugins, "THROWS", "if (true) throw new IllegalStateException(\"no luck\"); return null;");
    PluginJar.variant(
        plugins, "BREAKS", "if (true) throw new NoSuchMethodError(\"older()\"); return null;");
    PluginJar.variant(
        plugins,
        "RETURNS_NAN",
        "signals = new Signals(); signals.add(20, Side.LONG, 0.0 / 0.0, 1);" + " return signals;");
    PluginJar.edited(
        plugins,
        "PICKY",
        "return new SmaCross(definition);",
        "if (definition.minTrades() == 17) { throw new NoClassDefFoundError(\"lib/Missing\"); }"
            + " return new SmaCross(definition);");
    PluginJar.variant(plugins, "RETURNS_NULL", "return null;");
    PluginJar.variant(
        plugins,
        "LOOPS",
        "while (!Boolean.getBoolean(\"plugin.may.end\")) { Thread.onSpinWait(); }"
            + " return signals;");
    PluginJar.variant(
        plugins,
        "PEEKS",
        "signals = new Signals(); for (int i = Math.max(20, from); i < to - 5; i += 7) {"
            + " double now = candles.close()[i]; boolean up = candles.close()[i + 5] > now;"
            + " signals.add(i, up ? Side.LONG : Side.SHORT, up ? now * 0.9 : now * 1.1,"
            + " up ? now * 1.1 : now * 0.9); } return signals;");
    TestServers.shared().register(registry);
    edited.register(registry, "api", "worker", "maintenance");
  }

  @AfterAll
  static void endLoops() {
    System.setProperty("plugin.may.end", "true");
  }

  @BeforeEach
  void connect() throws Exception {
    client = new TrainingClient(port, Duration.ofMinutes(2));
    client.uploadCandles();
  }

  @Test
  void aStrategyInAJarTrainsLikeABuiltInOne() throws Exception {
    assertThat(client.get("/strategies/SMA_CROSS").path("parameters")).hasSize(5);

    JsonNode job = train("SMA_CROSS", Map.of("n_iterations", 30));

    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    JsonNode configuration = client.get("/configurations/" + job.path("config_id").asText());
    assertThat(configuration.path("parameters").path("slow_period").isInt()).isTrue();
    assertThat(configuration.path("verdict").isTextual()).isTrue();
  }

  @Test
  void oneThatThrowsFailsItsJobWithItsWords() {
    assertFails("THROWS", Map.of(), "no luck");
  }

  @Test
  void oneThatWasBuiltForAnotherVersionFailsItsJob() {
    assertFails("BREAKS", Map.of(), "older()");
  }

  @Test
  void oneThatReturnsWhatIsNoNumberFailsItsJob() {
    assertFails("RETURNS_NAN", Map.of(), "the signal at bar 20 has stop NaN");
  }

  @Test
  void oneThatReturnsNothingFailsItsJob() {
    assertFails("RETURNS_NULL", Map.of(), "RETURNS_NULL returns null for its signals");
  }

  @Test
  void oneThatKnowsTheFutureFailsItsJobHoweverWellItDoes() {
    assertFails(
        "PEEKS",
        Map.of("n_iterations", 10, "min_trades", 1, "run_validation", false),
        "PEEKS looks ahead: its signal at ");
  }

  @Test
  void oneThatNeverEndsFailsAtItsDeadlineAndOthersGoOn() throws Exception {
    assertFails("LOOPS", Map.of("timeout_seconds", 2), "");
    JsonNode neighbour = train("LIQUIDITY_SWEEP", Map.of("n_iterations", 30));

    assertThat(neighbour.path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void anEditThatAJarThrowsAtIsRefusedWithTheNameOfTheJarAndWhatRanRunsOn() throws Exception {
    String shipped = Files.readString(Path.of("src/examples/sma-cross/strategies/sma-cross.yaml"));
    Path file = home.resolve("config/strategies/picky.yaml");
    Files.writeString(
        file,
        shipped
            .replace("name: SMA_CROSS", "name: PICKY")
            .replace("min_trades: 5", "min_trades: 17"));
    try {
      await()
          .atMost(Patience.LIMIT)
          .untilAsserted(
              () -> {
                JsonNode problem = client.get("/routes").path("refused").path("problems").path(0);
                assertThat(problem.path("file").asText()).isEqualTo("plugins/picky.jar");
                assertThat(problem.path("message").asText())
                    .startsWith("create failed: java.lang.NoClassDefFoundError: lib/Missing");
              });
      JsonNode job = train("PICKY", Map.of("n_iterations", 10));
      assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("COMPLETED");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aComponentInAJarIsForRoutesThatComeWhileTheServiceRuns() throws Exception {
    Path file = home.resolve("routes/api/shout.camel.yaml");
    Files.writeString(
        file,
        """
        - rest:
            id: shout-api
            get:
              - id: get-shout
                path: /shout
                to: {id: to-shout, uri: "direct:shout"}
        - route:
            id: shout
            from:
              uri: direct:shout
              steps:
                - to: {id: shout-loud, uri: "shout:edge"}
        """);
    try {
      await()
          .atMost(Patience.LIMIT)
          .untilAsserted(() -> assertThat(client.fetchFromAddedRoute("/shout")).isEqualTo("EDGE"));
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aBacktestOfOneThatThrowsSaysSo() throws Exception {
    JsonNode problem = client.post("/backtests", Map.of("strategy", "THROWS"), 500);

    assertThat(problem.path("detail").asText())
        .isEqualTo("strategy THROWS failed: java.lang.IllegalStateException: no luck");
  }

  private void assertFails(String strategy, Map<String, Object> fields, String message) {
    JsonNode job = train(strategy, fields);
    assertThat(job.path("status").asText()).as(job.toString()).isEqualTo("FAILED");
    assertThat(job.path("error").path("message").asText()).isNotBlank().contains(message);
    assertThat(job.path("attempts")).hasSize(1);
  }

  private JsonNode train(String strategy, Map<String, Object> fields) {
    Map<String, Object> request = new HashMap<>(fields);
    request.put("strategy", strategy);
    String job = client.submit(request);
    client.awaitFinal(job);
    return client.get("/jobs/" + job);
  }
}
