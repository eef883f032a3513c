package dev.trainyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.CommandRun;
import dev.trainyard.cli.CommandRun.Outcome;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.EventClient;
import dev.trainyard.support.Events;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import dev.trainyard.support.TrainingClient;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The main job as a client sees it: HTTP, Redis, the four stages, PostgreSQL, on real candles. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TrainingIT {
  private static final Duration PATIENCE = Patience.LIMIT;

  @LocalServerPort private int port;
  @Autowired private JdbcClient jdbc;
  @Autowired private StringRedisTemplate redis;
  @Autowired private CamelContext camel;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
    registry.add("trainyard.worker.slots", () -> 2);
  }

  @Test
  void aRequestEndsInATrainedConfigurationWithFiguresOutOfSample() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("n_iterations", 60));

    JsonNode done = client.awaitFinal(job);
    assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("COMPLETED");
    assertThat(done.path("percentage").asDouble()).isEqualTo(100);
    JsonNode progress = client.get("/jobs/" + job + "/progress");
    assertThat(progress.path("current_iteration").asInt())
        .as(progress.toString())
        .isPositive()
        .isEqualTo(progress.path("total_iterations").asInt());
    assertThat(progress.path("best_score").isNumber()).as(progress.toString()).isTrue();

    JsonNode results = client.get("/jobs/" + job + "/results");
    JsonNode configuration = client.get("/configurations/" + results.path("config_id").asText());
    assertThat(results.path("validation").path("verdict").asText())
        .isIn("EDGE", "NO_EDGE", "OVERFIT", "INSUFFICIENT_DATA");
    assertThat(configuration.path("net_profit").asDouble())
        .as("a single figure is that of the hold-out")
        .isEqualTo(results.path("out_of_sample").path("net_profit_pct").asDouble() / 100);
    assertThat(client.get("/jobs/" + job + "/trials?limit=500").path("items")).hasSize(60);
    assertThat(attempts(job)).containsExactly("completed");
  }

  @Test
  void aJobIsSubmittedAndWaitedForFromTheCommandLine() throws Exception {
    client();
    CommandRun user = CommandRun.at(port);
    String request =
        """
        {"strategy": "LIQUIDITY_SWEEP", "symbol": "BTC/USD", "exchange": "bitstamp", "timeframe": "1m"}
        """;

    Outcome done = user.reading(request).run("submit", "-", "--iterations", "60", "--wait");
    assertThat(done.exit()).as(done.err()).isZero();
    assertThat(done.out()).containsPattern("verdict +[A-Z]").contains("OUT OF SAMPLE");
    assertThat(done.err()).contains("completed [").contains("100 % 60/60 best ");

    String job = user.run("jobs", "--status", "completed", "-q").lines().get(0);
    assertThat(user.run("show", job).out()).contains("COMPLETED").containsPattern("1 +completed");
    assertThat(user.run("logs", "--follow", job).out()).contains("has taken the job");
    assertThat(user.run("watch", "--logs", job, "-q").exit()).isZero();
    assertThat(user.run("trials", job, "--best", "2").lines()).hasSize(3);
    Outcome csv = user.run("trials", job, "--csv");
    assertThat(csv.lines()).hasSize(61);
    assertThat(csv.lines().get(0)).startsWith("number,").contains("pierce_depth", "score");

    Outcome failed =
        user.run(
            "submit", "--strategy", "LIQUIDITY_SWEEP", "--symbol", "NONE/USD", "--wait", "--json");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.out()).contains("\"status\":\"FAILED\"");
    assertThat(failed.err()).contains("The job is FAILED: ");

    Outcome batch =
        user.reading(request)
            .run(
                "batch",
                "--strategies",
                "LIQUIDITY_SWEEP",
                "--symbols",
                "BTC/USD,NONE/USD",
                "--timeframes",
                "1m",
                "--set",
                "exchange=bitstamp",
                "-n",
                "20",
                "--wait");
    assertThat(batch.exit()).as(batch.err()).isEqualTo(1);
    assertThat(batch.out()).contains("has 2 jobs.").contains("COMPLETED=1 FAILED=1");
  }

  @Test
  void aJobIsFollowedFromItsFirstEventToItsConfiguration() throws Exception {
    TrainingClient client = client();
    try (EventClient all =
        EventClient.open(
            HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + port + "/api/v2/training/events?types=state,trial")))) {
      String job = client.submit(Map.of("n_iterations", 60));
      try (EventClient stream =
          EventClient.open(
              HttpRequest.newBuilder(
                  URI.create(
                      "http://localhost:%d/api/v2/training/jobs/%s/events"
                          .formatted(port, job))))) {
        List<EventClient.Event> events = stream.awaitEnd();

        EventClient.Event last = events.get(events.size() - 1);
        assertThat(last.text("status")).isEqualTo("COMPLETED");
        assertThat(last.text("config_id"))
            .isEqualTo(client.get("/jobs/" + job + "/results").path("config_id").asText());
        assertThat(stream.events("state"))
            .extracting(event -> event.text("status"))
            .containsExactly("PENDING", "RUNNING", "COMPLETED");
        assertThat(stream.events("log"))
            .extracting(event -> event.text("message"))
            .containsExactlyElementsOf(
                client
                    .get("/jobs/" + job + "/logs?limit=500")
                    .path("items")
                    .findValuesAsText("message"));
        assertThat(stream.events("trial")).isNotEmpty();
        List<EventClient.Event> progress = stream.events("progress");
        assertThat(progress.get(progress.size() - 1).data().path("percentage").asDouble())
            .isEqualTo(100);
        assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
        all.receive(
            event -> event.text("status").equals("COMPLETED") && event.text("job_id").equals(job));
      }
    }
  }

  @Test
  void aConfigurationIsBackTestedAgainWithTheFiguresThatAreStored() throws Exception {
    TrainingClient client = client();
    String config = train(client, Map.of("n_iterations", 40));
    JsonNode stored = client.get("/configurations/" + config);

    JsonNode again = client.get("/configurations/" + config + "/backtest");

    assertThat(again.path("data_changed").asBoolean()).isFalse();
    again
        .path("metrics")
        .properties()
        .forEach(
            figure ->
                assertThat(stored.path("full_sample").path(figure.getKey()))
                    .as(figure.getKey())
                    .isEqualTo(figure.getValue()));
    assertThat(again.path("holdout_from")).isEqualTo(stored.path("out_of_sample").path("from"));
    assertThat(again.path("trades")).hasSize(again.path("total_trades").asInt());
    int points = again.path("equity").size();
    assertThat(again.path("equity").get(points - 1).get(0)).isEqualTo(again.path("to"));
    assertThat(again.path("windows").isObject()).isTrue();
    int uses = stored.path("holdout_uses").asInt();
    assertThat(uses).isPositive();
    train(client, Map.of("n_iterations", 20, "seed", 1234));
    assertThat(client.get("/configurations/" + config).path("holdout_uses").asInt())
        .as("another job has looked at the same hold-out")
        .isEqualTo(uses + 1);
  }

  @Test
  void aConfigurationHasAReportThatCanBeMailed() throws Exception {
    TrainingClient client = client();
    String config = train(client, Map.of("n_iterations", 40));
    JsonNode stored = client.get("/configurations/" + config);

    HttpResponse<String> report = client.fetch("/configurations/" + config + "/report");

    assertThat(report.statusCode()).as(report.body()).isEqualTo(200);
    assertThat(report.headers().firstValue("Content-Type").orElseThrow())
        .isEqualToIgnoringWhitespace("text/html;charset=utf-8");
    assertThat(report.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    assertThat(report.body())
        .startsWith("<!DOCTYPE html>")
        .endsWith("</html>")
        .contains("LIQUIDITY_SWEEP on BTC/USD")
        .contains("id=\"walk-forward\"")
        .contains("id=\"search\"")
        .contains(stored.path("data_fingerprint").asText())
        .doesNotContain("have changed since");
  }

  @Test
  void aConfigurationSaysWhetherItsCandlesHaveChangedOrAreGone() throws Exception {
    TrainingClient client = client();
    String config = train(client, Map.of("n_iterations", 10, "run_validation", false));
    String candles = "candles WHERE exchange = 'bitstamp' AND symbol = 'BTC/USD'";

    jdbc.sql("CREATE TABLE kept AS SELECT * FROM " + candles).update();
    jdbc.sql("UPDATE candles SET volume = volume + 1 WHERE symbol = 'BTC/USD'").update();
    JsonNode changed = client.get("/configurations/" + config + "/backtest");
    jdbc.sql("DELETE FROM " + candles).update();
    JsonNode gone = client.call("GET", "/configurations/" + config + "/backtest", 409);
    jdbc.sql("INSERT INTO candles SELECT * FROM kept").update();
    jdbc.sql("DROP TABLE kept").update();

    assertThat(changed.path("data_changed").asBoolean()).isTrue();
    assertThat(changed.path("holdout_from").isNull()).isTrue();
    assertThat(gone.path("detail").asText()).contains("no candles").contains("BTC/USD");
  }

  @Test
  void aConfigurationIsUsedExportedAndDeletedWithoutItsJob() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("n_iterations", 20, "run_validation", false));
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    String path = "/configurations/" + client.get("/jobs/" + job).path("config_id").asText();

    JsonNode active = client.call("POST", path + "/activate", 200);
    assertThat(active.path("is_active").asBoolean()).isTrue();
    assertThat(active.path("warning").asText()).contains("was not validated");
    assertThat(client.call("POST", path + "/activate", 200)).isEqualTo(active);

    JsonNode export = client.get(path + "/export");
    assertThat(export.path("version").asInt()).isEqualTo(3);
    assertThat(export.path("strategy").path("is_active").asBoolean()).isTrue();
    assertThat(export.path("strategy").path("parameters"))
        .isEqualTo(client.get(path).path("parameters"));
    assertThat(export.path("origin").path("data_fingerprint").asText()).matches("[0-9a-f]{64}");
    assertThat(export.path("origin").path("request"))
        .isEqualTo(client.get("/jobs/" + job).path("request"));

    JsonNode inactive = client.call("POST", path + "/deactivate", 200);
    assertThat(inactive.path("is_active").asBoolean()).isFalse();
    assertThat(inactive.path("warning").isNull()).isTrue();

    client.call("DELETE", path, 204);
    for (String end : List.of("", "/backtest", "/export", "/report")) {
      client.call("GET", path + end, 404);
    }
    client.call("POST", path + "/activate", 404);
    client.call("DELETE", path, 404);
    assertThat(client.get("/jobs/" + job).path("status").asText()).isEqualTo("COMPLETED");
    client.call("GET", "/jobs/" + job + "/results", 404);
  }

  @Test
  void aSearchOfOneRegimeTradesInNoOther() throws Exception {
    TrainingClient client = client();
    String config =
        train(client, Map.of("n_iterations", 30, "regime", "sideways", "min_trades", 1));

    JsonNode configuration = client.get("/configurations/" + config);
    assertThat(configuration.path("regime").asText()).isEqualTo("sideways");
    assertThat(configuration.path("request").path("regime").asText()).isEqualTo("sideways");
    JsonNode regimes = configuration.path("validation").path("regimes");
    int sideways = regimes.path("sideways").path("trades").asInt();
    assertThat(sideways)
        .as(regimes.toString())
        .isEqualTo(configuration.path("sample_size").asInt());
    for (String other : List.of("bull", "bear", "volatile")) {
      assertThat(regimes.path(other).path("bar_share").asDouble()).as(other).isPositive();
      assertThat(regimes.path(other).path("trades").asInt()).as(other).isZero();
    }
    assertThat(client.tryToSubmit(Map.of("regime", "flat")).body())
        .contains("\"status\":422")
        .contains("\"field\":\"regime\"")
        .contains("bull, bear, sideways, volatile");
  }

  @Test
  void aSearchStartsFromAnEarlierConfigurationThatDoesNotKnowTheHoldOut() throws Exception {
    TrainingClient client = client();
    String config = train(client, Map.of("n_iterations", 40));
    JsonNode parameters = client.get("/configurations/" + config).path("parameters");

    String job = client.submit(Map.of("n_iterations", 20, "seed", 9, "warm_start_from", config));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    JsonNode trials = client.get("/jobs/" + job + "/trials?limit=2").path("items");
    assertThat(trials.get(0).path("parameters")).isEqualTo(parameters);
    assertThat(trials.get(1).path("parameters")).isNotEqualTo(parameters);
  }

  @Test
  void aConfigurationThatWasSearchedOnTheHoldOutIsNoStart() throws Exception {
    TrainingClient client = client();
    String config = train(client, Map.of("n_iterations", 10, "run_validation", false));

    String job = client.submit(Map.of("n_iterations", 20, "warm_start_from", config));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("FAILED");
    assertThat(client.get("/jobs/" + job).path("error").path("message").asText())
        .contains(config)
        .contains("hold-out begins at");
    train(client, Map.of("n_iterations", 10, "run_validation", false, "warm_start_from", config));
  }

  @Test
  void aStartThatCannotBeIsRefusedWithTheReason() throws Exception {
    TrainingClient client = client();
    String config =
        train(client, Map.of("n_iterations", 10, "run_validation", false, "optimizer", "random"));
    String unknown = "01890a5d-ac96-774b-bcce-b302099a8057";

    assertThat(client.tryToSubmit(Map.of("warm_start_from", unknown)).body())
        .contains("there is no configuration " + unknown);
    assertThat(
            client
                .tryToSubmit(Map.of("warm_start_from", config, "strategy", "SUPPLY_SHOCK"))
                .body())
        .contains("must be a configuration of SUPPLY_SHOCK, not of LIQUIDITY_SWEEP");
    assertThat(client.tryToSubmit(Map.of("warm_start_from", config, "optimizer", "grid")).body())
        .contains("must be null with the optimizer grid");
    assertThat(
            client
                .tryToSubmit(
                    Map.of(
                        "warm_start_from",
                        config,
                        "parameter_space",
                        Map.of("risk_reward_ratio", Map.of("low", 3.999, "high", 4))))
                .body())
        .contains("must lie within the parameter_space")
        .contains("risk_reward_ratio");
  }

  @Test
  void aStoredResultAnswersTheSameRequestOnTheSameCandles() throws Exception {
    TrainingClient client = client();
    Map<String, Object> request = Map.of("n_iterations", 15, "seed", 77, "run_validation", false);
    String job = client.submit(request);
    client.awaitFinal(job);
    Map<String, Object> again = new HashMap<>(request);
    again.put("reuse", true);

    again.put("priority", "high");
    assertThat(client.submit(again)).as("the same job").isEqualTo(job);
    assertThat(client.tryToSubmit(again).body()).contains("\"status\":\"COMPLETED\"");

    again.put("lookback_candles", 5000);
    String onOtherCandles = client.submit(again);
    assertThat(onOtherCandles).isNotEqualTo(job);
    again.remove("lookback_candles");
    again.put("objective", "net_profit");
    assertThat(client.submit(again)).isNotIn(job, onOtherCandles);
    assertThat(client.submit(request)).as("nobody asked for the stored one").isNotEqualTo(job);
  }

  @Test
  void aConvergedSearchEndsEarlyAndSaysSo() throws Exception {
    TrainingClient client = client();
    String job =
        client.submit(
            Map.of("n_iterations", 1000, "optimizer", "random", "early_stop", true, "seed", 5));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    JsonNode configuration =
        client.get("/configurations/" + client.get("/jobs/" + job).path("config_id").asText());
    int trials = configuration.path("trials").asInt();
    assertThat(trials).isLessThan(1000);
    assertThat(client.get("/jobs/" + job + "/logs").toString())
        .contains("The search has converged: it ended after %d of 1,000 trials".formatted(trials));
  }

  @Test
  void itsProgressAndTheChangesOfItsStateAreToldToWhoeverListens() throws Exception {
    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      // Long enough for its begin and its end not to be told as one change
      String job = client().submit(Map.of("n_iterations", 4_000));
      client().awaitFinal(job);

      Predicate<JsonNode> ofJob = message -> message.path("job_id").asText().equals(job);
      JsonNode saved =
          events.receive(
              ofJob.and(m -> m.path("current_step").asText().equals("SAVE_CONFIGURATION")));
      assertThat(saved.path("type").asText()).isEqualTo("progress");
      assertThat(saved.path("percentage").asDouble()).isEqualTo(95);
      assertThat(saved.path("current_iteration").asInt()).isEqualTo(4_000);
      await()
          .atMost(PATIENCE)
          .until(() -> events.count(ofJob.and(m -> m.path("type").asText().equals("state"))) > 1);
    }
  }

  @Test
  void theSameSeedGivesTheSameConfiguration() throws Exception {
    TrainingClient client = client();
    List<String> twins =
        List.of(
            client.submit(Map.of("n_iterations", 40, "seed", 7)),
            client.submit(Map.of("n_iterations", 40, "seed", 7)));
    for (String job : twins) {
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    }

    List<JsonNode> results =
        List.of(
            client.get("/jobs/" + twins.get(0) + "/results"),
            client.get("/jobs/" + twins.get(1) + "/results"));
    for (String part : List.of("best_parameters", "in_sample", "out_of_sample", "validation")) {
      assertThat(results.get(1).path(part)).isEqualTo(results.get(0).path(part));
    }
    assertThat(trials(twins.get(1))).isEqualTo(trials(twins.get(0)));
  }

  @Test
  void aJobWithoutCandlesIsADeadLetterThatNamesWhatThereIs() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("symbol", "BTC/EUR"));

    JsonNode failed = client.awaitFinal(job);
    assertThat(failed.path("status").asText()).isEqualTo("FAILED");
    JsonNode error = client.get("/jobs/" + job).path("error");
    assertThat(error.path("kind").asText()).isEqualTo("permanent");
    assertThat(error.path("stage").asText()).isEqualTo("DATA_PREPARATION");
    assertThat(error.path("message").asText()).contains("BTC/EUR").contains("BTC/USD");
    assertThat(deadLetters(job)).isOne();
  }

  @Test
  void candlesThatCannotSufficeAreRefusedAtOnceWithTheNumberThatIsNeeded() throws Exception {
    TrainingClient client = client();

    HttpResponse<String> refused = client.tryToSubmit(Map.of("lookback_candles", 100));

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body())
        .contains("\"field\":\"lookback_candles\"")
        .containsPattern("must be at least \\d+, not 100: to validate, [\\d,]+ are needed");
  }

  @Test
  void candlesThatTheFilterMakesTooFewAreNamedWithTheFilter() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("lookback_candles", 1_000));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("FAILED");
    String message = client.get("/jobs/" + job).path("error").path("message").asText();
    assertThat(message)
        .containsPattern(
            "^[\\d,]+ of 1,000 candles are left after data_filter_config dropped [\\d,]+"
                + " \\(.*[\\d,]+ flat\\)\\.")
        .containsPattern("[\\d,]+ are needed for a hold-out of 30 %");
    assertThat(deadLetters(job)).isOne();
    assertThat(log(client, job))
        .last()
        .asString()
        .startsWith("ERROR Failed for good in attempt 1 of 3 (permanent, TooFewCandlesException)")
        .endsWith(message);
    assertThat(log(client, job))
        .anySatisfy(line -> assertThat(line).contains("the filter dropped"));
  }

  @Test
  void aFilterThatLeavesNothingIsNamedWithoutValidationToo() throws Exception {
    TrainingClient client = client();
    String job =
        client.submit(
            Map.of(
                "run_validation",
                false,
                "data_filter_config",
                Map.of("min_volume_threshold", 100_000)));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("FAILED");
    assertThat(client.get("/jobs/" + job).path("error").path("message").asText())
        .containsPattern(
            "none of 9,399 candles is left: data_filter_config dropped 9,399 \\(9,399"
                + " low_volume\\)");
  }

  @Test
  void aJobLogsWhatItDidOnceAndInOrder() throws Exception {
    TrainingClient client = client();
    String job = client.submit(Map.of("n_iterations", 60, "seed", 77));
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    JsonNode progress = client.get("/jobs/" + job + "/progress");

    List<String> log = log(client, job);

    assertThat(log).as(String.join("\n", log)).doesNotHaveDuplicates();
    assertThat(log.get(0)).matches("INFO Worker \\S+ has taken the job, attempt 1 of 3");
    assertThat(log.get(1))
        .startsWith(
            "INFO Requested the newest 10,000 candles of BTC/USD 1m on bitstamp: found 9,399");
    assertThat(log)
        .anySatisfy(
            line ->
                assertThat(line).contains(" by bayesian, with seed 77: 60 trials in batches of 8"))
        .anySatisfy(line -> assertThat(line).startsWith("INFO The search has ended: 60 trials"))
        .anySatisfy(line -> assertThat(line).startsWith("INFO Validating on a hold-out of"))
        .anySatisfy(line -> assertThat(line).startsWith("INFO Walk-forward window 5"))
        .anySatisfy(line -> assertThat(line).startsWith("INFO Verdict "));
    assertThat(log).filteredOn(line -> line.startsWith("INFO Best score so far")).isNotEmpty();
    assertThat(log)
        .as("fewer than asked for by default, too")
        .anySatisfy(line -> assertThat(line).startsWith("WARN Fewer candles than requested"))
        .filteredOn(line -> line.startsWith("INFO Best score so far"))
        .last()
        .asString()
        .contains("%.4f".formatted(bestOfSearch(job)));
    assertThat(progress.path("best_score").isNumber()).isTrue();
    assertThat(log.get(log.size() - 1)).startsWith("INFO Completed: configuration ");
  }

  @Test
  void fewerCandlesThanRequestedAreReportedWhereverTheResultIsRead() throws Exception {
    TrainingClient client = client();
    for (Map<String, Object> lookback :
        List.<Map<String, Object>>of(
            Map.of("lookback_candles", 2_000_000), Map.of("lookback_days", 300))) {
      Map<String, Object> fields = new HashMap<>(lookback);
      fields.put("n_iterations", 10);
      fields.put("min_trades", 0);
      String job = client.submit(fields);
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      String asked = lookback.containsKey("lookback_days") ? "432,000" : "2,000,000";

      JsonNode results = client.get("/jobs/" + job + "/results");
      JsonNode quality = results.path("data_quality");
      assertThat("%,d".formatted(quality.path("asked").asLong())).isEqualTo(asked);
      assertThat(quality.path("loaded").asInt()).isPositive().isLessThan(20_000);
      String shortage =
          "of %s requested, %,d were found and %,d are used."
              .formatted(asked, quality.path("loaded").asInt(), quality.path("kept").asInt());
      assertThat(results.at("/validation/reasons").toString()).contains(shortage);
      assertThat(log(client, job))
          .anySatisfy(line -> assertThat(line).startsWith("WARN").endsWith(shortage));
      assertThat(
              client
                  .fetch("/configurations/" + results.path("config_id").asText() + "/report")
                  .body())
          .contains("Of %s candles requested, ".formatted(asked));
    }
  }

  private double bestOfSearch(String job) {
    return jdbc.sql(
            """
            SELECT max(score) FROM training_trials WHERE job_id = CAST(? AS uuid) AND study = 'search' AND feasible
            """)
        .param(job)
        .query(Double.class)
        .single();
  }

  /** Level and message of each line. */
  private static List<String> log(TrainingClient client, String job) {
    List<String> lines = new ArrayList<>();
    client
        .get("/jobs/" + job + "/logs?limit=500")
        .path("items")
        .forEach(
            line -> lines.add(line.path("level").asText() + " " + line.path("message").asText()));
    return lines;
  }

  @Test
  void aJobWhoseHintIsLostIsClaimedFromPostgreSql() throws Exception {
    TrainingClient client = client();
    pause(true);
    String job = client.submit(Map.of("n_iterations", 20));
    redis.delete(ReadySet.KEY);
    pause(false);

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void rubbishInTheReadySetHarmsNoJob() throws Exception {
    redis.opsForZSet().add(ReadySet.KEY, "no job at all", 0);
    redis.opsForZSet().add(ReadySet.KEY, "00000000-0000-7000-8000-000000000000", 0);
    TrainingClient client = client();

    String job = client.submit(Map.of("n_iterations", 20));

    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
  }

  @Test
  void manyJobsEachHaveOneOutcome() throws Exception {
    TrainingClient client = client();
    List<String> submitted =
        IntStream.range(0, 12)
            .mapToObj(seed -> client.submit(Map.of("n_iterations", 10, "seed", seed)))
            .toList();

    for (String job : submitted) {
      assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
      assertThat(attempts(job)).containsExactly("completed");
    }
  }

  @Test
  void theQueueIsManagedOverJmx() throws Exception {
    Set<ObjectName> endpoints =
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(
                new ObjectName(
                    "org.apache.camel:type=endpoints,name=\"training-queue://training*\",*"),
                null);

    assertThat(endpoints)
        .anySatisfy(
            endpoint -> {
              assertThat(attribute(endpoint, "Slots")).isEqualTo(2);
              assertThat((Long) attribute(endpoint, "Backlog")).isNotNegative();
              assertThat((Integer) attribute(endpoint, "Running")).isNotNegative();
            });
  }

  @Test
  void everyRouteAndEveryStepHasAnIdOfItsOwn() throws Exception {
    assertThat(camel.getRoutes().stream().map(Route::getRouteId))
        .contains("training", "data-prep", "optimize", "validate", "persist", "dead-letter");
    assertThat(
            ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("org.apache.camel:type=processors,*"), null))
        .extracting(step -> ObjectName.unquote(step.getKeyProperty("name")))
        .as("Camel numbers the steps that have no id")
        .noneMatch(id -> id.matches("[a-zA-Z]+\\d+"));
  }

  private static Object attribute(ObjectName bean, String name) throws Exception {
    return ManagementFactory.getPlatformMBeanServer().getAttribute(bean, name);
  }

  private TrainingClient client() throws Exception {
    TrainingClient client = new TrainingClient(port, PATIENCE);
    client.uploadCandles();
    return client;
  }

  /** Trains a configuration and returns its id. */
  private static String train(TrainingClient client, Map<String, Object> request) {
    String job = client.submit(request);
    assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");
    return client.get("/jobs/" + job).path("config_id").asText();
  }

  private void pause(boolean paused) {
    jdbc.sql("UPDATE queue_state SET paused = ?").param(paused).update();
  }

  private List<String> attempts(String job) {
    return jdbc.sql("SELECT outcome FROM job_attempts WHERE job_id = CAST(? AS uuid)")
        .param(job)
        .query(String.class)
        .list();
  }

  private int deadLetters(String job) {
    return jdbc.sql("SELECT count(*) FROM failed_jobs WHERE job_id = CAST(? AS uuid)")
        .param(job)
        .query(Integer.class)
        .single();
  }

  private List<String> trials(String job) {
    return jdbc.sql(
            "SELECT study || number || parameters || score || metrics FROM training_trials"
                + " WHERE job_id = CAST(? AS uuid) ORDER BY study, number")
        .param(job)
        .query(String.class)
        .list();
  }
}
