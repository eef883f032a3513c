package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobIT extends ApiFixture {

  @Test
  void aListGoesOnWhereItsPageEnded() {
    String symbol = symbol();
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(0, start(symbol));
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      JsonNode page = get("/jobs?limit=2&symbol=" + symbol.replace("/", "%2F") + cursor).body();
      page.path("items").forEach(job -> listed.add(job.path("job_id").asText()));
      cursor = "&cursor=" + page.path("next_cursor").asText();
      pages++;
      if (page.path("next_cursor").isNull()) {
        break;
      }
    } while (pages < 10);

    assertThat(pages).isEqualTo(3);
    assertThat(listed).isEqualTo(submitted);
  }

  @Test
  void aListShowsOnlyWhatItsFiltersAskFor() {
    String symbol = symbol();
    String id = start(symbol);
    String filter = "/jobs?strategy=LIQUIDITY_SWEEP&symbol=" + symbol.replace("/", "%2F");

    assertThat(get(filter + "&status=PENDING").body().path("items")).hasSize(1);
    assertThat(get(filter + "&status=FAILED").body().path("items")).isEmpty();
    assertThat(get(filter).body().path("items").get(0).path("job_id").asText()).isEqualTo(id);
    assertThat(get(filter).body().path("items").get(0)).isEqualTo(get("/jobs/" + id).body());
  }

  @Test
  void aJobHasEveryFieldOfTheContract() {
    JsonNode job = get("/jobs/" + start(symbol())).body();

    assertThat(job.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "job_id",
            "status",
            "stage",
            "percentage",
            "attempt",
            "max_attempts",
            "priority",
            "batch_id",
            "queue_position",
            "helpers",
            "request",
            "best_score",
            "verdict",
            "worker_id",
            "created_at",
            "created_by",
            "run_at",
            "started_at",
            "finished_at",
            "updated_at",
            "error",
            "config_id",
            "replay_of",
            "trace_id",
            "attempts",
            "links");
    assertThat(job.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  }

  @Test
  void aWaitingJobHasNoProgressYet() {
    JsonNode progress = get("/jobs/" + start(symbol()) + "/progress").body();

    assertThat(progress.fieldNames())
        .toIterable()
        .containsExactly(
            "job_id",
            "status",
            "percentage",
            "current_step",
            "step_number",
            "total_steps",
            "step_percentage",
            "step_details",
            "current_iteration",
            "total_iterations",
            "best_score",
            "best_params",
            "started_at",
            "updated_at",
            "estimated_completion",
            "is_complete",
            "error_message");
    assertThat(progress.path("percentage").asDouble()).isZero();
    assertThat(progress.path("current_step").isNull()).isTrue();
    assertThat(progress.path("total_steps").asInt()).isEqualTo(4);
    assertThat(progress.path("is_complete").asBoolean()).isFalse();
  }

  @Test
  void theProgressOfARunningJobIsThatOfItsStoredTrialsInEveryAttempt() {
    String id = start(symbol());
    run(id, 1);
    progress(id, 1, 100);

    JsonNode progress = get("/jobs/" + id + "/progress").body();
    assertThat(progress.path("current_step").asText()).isEqualTo("OPTIMIZATION");
    assertThat(progress.path("step_number").asInt()).isEqualTo(2);
    assertThat(progress.path("best_params").path("pierce_depth").asDouble()).isEqualTo(0.002);
    assertThat(progress.path("percentage").asDouble())
        .as("100 is kept for COMPLETED")
        .isLessThan(100);

    jdbc.sql(
            """
            UPDATE training_progress SET percentage = 40, estimated_completion = now() + interval '1 hour'
            WHERE job_id = CAST(? AS uuid)
            """)
        .param(id)
        .update();
    run(id, 2);
    JsonNode again = get("/jobs/" + id + "/progress").body();
    assertThat(again.path("percentage").asDouble()).isEqualTo(40);
    assertThat(again.path("current_step").asText()).isEqualTo("OPTIMIZATION");
    assertThat(again.path("best_params").path("pierce_depth").asDouble()).isEqualTo(0.002);
    assertThat(again.path("estimated_completion").isNull())
        .as("the pace of another claim")
        .isTrue();
    JsonNode job = get("/jobs/" + id).body();
    assertThat(job.path("percentage").asDouble()).isEqualTo(40);
    assertThat(job.path("stage").asText())
        .as("the stage whose work the percentage counts")
        .isEqualTo("OPTIMIZATION");
  }

  @Test
  void aFailedJobSaysWhy() {
    String id = start(symbol());
    run(id, 1);
    progress(id, 1, 40);
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'FAILED', lease_expires_at = NULL, finished_at = now(), error =
                '{"class": "UnknownSymbol", "kind": "permanent", "message": "no candles", "stage": "DATA_PREPARATION"}'
            WHERE id = CAST(? AS uuid)
            """)
        .param(id)
        .update();

    JsonNode progress = get("/jobs/" + id + "/progress").body();
    assertThat(progress.path("is_complete").asBoolean()).isTrue();
    assertThat(progress.path("error_message").asText()).isEqualTo("no candles");
    assertThat(progress.path("percentage").asDouble()).isEqualTo(40);
    assertThat(get("/jobs/" + id).body().path("error").path("kind").asText())
        .isEqualTo("permanent");
    Answer results = get("/jobs/" + id + "/results");
    assertThat(results.status()).isEqualTo(409);
    assertThat(results.body().path("job_status").asText()).isEqualTo("FAILED");
  }

  @Test
  void theAttemptsOfAJobAreThereOldestFirst() {
    String id = start(symbol());
    jdbc.sql(
            """
            INSERT INTO job_attempts (job_id, lease_token, number, worker_id, started_at, finished_at, outcome, error)
            VALUES (CAST(:id AS uuid), gen_random_uuid(), 2, 'b', now(), NULL, NULL, NULL),
                (CAST(:id AS uuid), gen_random_uuid(), 1, 'a', now() - interval '1 hour', now(), 'failed',
                    '{"class": "IOException", "kind": "transient", "message": "away", "stage": null}')
            """)
        .param("id", id)
        .update();

    JsonNode attempts = get("/jobs/" + id).body().path("attempts");
    assertThat(attempts)
        .extracting(attempt -> attempt.path("worker_id").asText())
        .containsExactly("a", "b");
    assertThat(attempts.get(0).path("error").path("kind").asText()).isEqualTo("transient");
    assertThat(attempts.get(1).path("outcome").isNull()).isTrue();
  }

  @Test
  void trialsOfTheSearchComeByNumber() {
    String id = start(symbol());
    for (int number : List.of(2, 0, 1)) {
      trial(id, "search", number);
    }
    trial(id, "window-0", 3);

    JsonNode first = get("/jobs/" + id + "/trials?limit=2").body();
    assertThat(first.path("items"))
        .extracting(trial -> trial.path("number").asInt())
        .containsExactly(0, 1);
    assertThat(first.path("items").get(0).path("metrics").path("total_trades").asInt())
        .isEqualTo(12);
    JsonNode second =
        get("/jobs/%s/trials?limit=2&cursor=%s".formatted(id, first.path("next_cursor").asText()))
            .body();
    assertThat(second.path("items"))
        .extracting(trial -> trial.path("number").asInt())
        .containsExactly(2);
    assertThat(second.path("next_cursor").isNull()).isTrue();
  }

  @Test
  void aCompletedJobHasItsResults() {
    String id = start(symbol());
    String config = SampleRows.configuration(jdbc, id, symbol(), 0.1);
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'COMPLETED', stage = 'SAVE_CONFIGURATION', finished_at = now(),
                config_id = CAST(? AS uuid) WHERE id = CAST(? AS uuid)
            """)
        .params(config, id)
        .update();

    JsonNode results = get("/jobs/" + id + "/results").body();
    assertThat(results.path("config_id").asText()).isEqualTo(config);
    assertThat(results.path("best_parameters").path("pierce_depth").asDouble()).isEqualTo(0.002);
    assertThat(results.has("out_of_sample")).isTrue();
    assertThat(get("/jobs/" + id + "/progress").body().path("percentage").asDouble())
        .isEqualTo(100);

    jdbc.sql("DELETE FROM trained_configurations WHERE id = CAST(? AS uuid)")
        .param(config)
        .update();
    assertThat(get("/jobs/" + id + "/results").status()).isEqualTo(404);
  }

  @Test
  void theQueueCountsWhatWaits() {
    String id = start(symbol());

    JsonNode queue = get("/queue").body();
    assertThat(queue.path("paused").asBoolean()).isFalse();
    assertThat(queue.path("ready").path("normal").asInt()).isNotNegative();
    assertThat(queue.path("workers").asInt()).isZero();
    assertThat(queue.path("as_of").asText()).endsWith("Z");
    assertThat(queue.path("next").path(0).path("queue_position").asInt()).isLessThanOrEqualTo(1);
    assertThat(get("/jobs/" + id).status()).isEqualTo(200);
  }

  private String start(String symbol) {
    return post(
            "/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"%s\"}".formatted(symbol))
        .body()
        .path("job_id")
        .asText();
  }

  /** A market that no other test has. */
  private static String symbol() {
    return UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT) + "/USDT";
  }

  private void run(String id, int attempt) {
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'RUNNING', stage = 'DATA_PREPARATION', attempt = ?, started_at = now(),
                lease_token = gen_random_uuid(), lease_expires_at = now() + interval '1 hour' WHERE id = CAST(? AS uuid)
            """)
        .params(attempt, id)
        .update();
  }

  private void progress(String id, int attempt, double percentage) {
    jdbc.sql(
            """
            INSERT INTO training_progress (job_id, attempt, stage, percentage, step_percentage, best_params)
            VALUES (CAST(? AS uuid), ?, 'OPTIMIZATION', ?, 50, '{"pierce_depth": 0.002}')
            """)
        .params(id, attempt, percentage)
        .update();
  }

  private void trial(String id, String study, int number) {
    jdbc.sql(
            """
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics)
            VALUES (CAST(? AS uuid), ?, ?, '{"pierce_depth": 0.002}', 1.5, 0, true, CAST(? AS json))
            """)
        .params(id, study, number, SampleRows.METRICS)
        .update();
  }
}
