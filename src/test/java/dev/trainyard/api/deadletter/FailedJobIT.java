package dev.trainyard.api.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.ReadySet;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Dead letters: filters, replay, discarding. */
class FailedJobIT extends ApiFixture {
  private static final String NONE = "01890a5d-ac96-774b-bcce-b302099a8057";

  @Autowired private StringRedisTemplate redis;
  @Autowired private JobStore store;
  @Autowired private JobClaims claims;

  @Test
  void aReplayIsANewJobLinkedBothWays() {
    String failed = failed("Once");
    String deadLetter = deadLetter(failed);

    Answer answer = post("/failed-jobs/%s/replay".formatted(deadLetter));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().fieldNames()).toIterable().containsExactly("job_id", "replay_of");
    String replay = answer.body().path("job_id").asText();
    assertThat(answer.body().path("replay_of").asText()).isEqualTo(failed);
    assertThat(answer.http().headers().firstValue("Location"))
        .contains("/api/v2/training/jobs/" + replay);
    assertThat(redis.opsForZSet().score(ReadySet.KEY, replay)).isPositive();
    JsonNode job = get("/jobs/" + replay).body();
    assertThat(job.path("replay_of").asText()).isEqualTo(failed);
    assertThat(job.path("status").asText()).isEqualTo("PENDING");
    assertThat(job.path("request")).isEqualTo(get("/jobs/" + failed).body().path("request"));
    assertThat(get("/failed-jobs/" + deadLetter).body().path("replayed_as").asText())
        .isEqualTo(replay);
  }

  @Test
  void aSecondReplayIsRefusedWithTheJobOfTheFirst() {
    String failed = failed("Twice");
    String replay = replay(deadLetter(failed));

    for (Answer answer :
        List.of(
            post("/failed-jobs/%s/replay".formatted(deadLetter(failed))),
            post("/jobs/%s/retry".formatted(failed)))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.body().path("job_status").asText()).isEqualTo("FAILED");
      assertThat(answer.body().path("replayed_as").asText()).isEqualTo(replay);
      assertThat(answer.body().path("job_id").asText()).isEqualTo(replay);
      assertThat(answer.body().path("detail").asText()).contains(replay);
    }
  }

  @Test
  void theDeadLetterOfARetriedJobIsNotReplayed() {
    String failed = failed("Retried");
    String deadLetter = deadLetter(failed);
    post("/jobs/%s/retry".formatted(failed));

    Answer answer = post("/failed-jobs/%s/replay".formatted(deadLetter));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().path("job_status").asText()).isEqualTo("PENDING");
    assertThat(answer.body().path("replayed_as").asText()).isEqualTo(failed);
  }

  @Test
  void aReplayThatFailsIsReplayedAsTheNextJob() {
    String replay = replay(deadLetter(failed("Again")));
    fail(replay, "Again");

    assertThat(get("/jobs/" + replay(deadLetter(replay))).body().path("replay_of").asText())
        .isEqualTo(replay);
  }

  @Test
  void aDeadLetterWithoutItsJobSaysSo() {
    String orphan = SampleRows.failedJob(jdbc, "Orphan");

    Answer answer = post("/failed-jobs/%s/replay".formatted(orphan));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("detail").asText()).contains("submit its request again");
    assertThat(
            post("/failed-jobs/replay", "{\"error_class\": \"Orphan\"}")
                .body()
                .path("jobs")
                .asInt())
        .isZero();
  }

  @Test
  void theDeadLettersOfAFilterAreReplayedAsABatch() {
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      failed.add(failed("Bulk"));
    }
    failed("Other");
    String first = replay(deadLetter(failed.get(0)));

    Answer answer = post("/failed-jobs/replay", "{\"error_class\": \"Bulk\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("jobs").asInt()).isEqualTo(2);
    String batch = answer.body().path("batch_id").asText();
    assertThat(get("/batches/" + batch).body().path("status").path("PENDING").asInt()).isEqualTo(2);
    JsonNode items = get("/jobs?batch_id=" + batch).body().path("items");
    assertThat(items)
        .extracting(job -> job.path("replay_of").asText())
        .containsExactlyInAnyOrder(failed.get(1), failed.get(2));
    assertThat(items)
        .allSatisfy(
            job -> {
              assertThat(job.path("batch_id").asText()).isEqualTo(batch);
              assertThat(redis.opsForZSet().score(ReadySet.KEY, job.path("job_id").asText()))
                  .isPositive();
            });
    assertThat(get("/jobs/" + first).body().path("batch_id").isNull()).isTrue();

    Answer again = post("/failed-jobs/replay", "{\"error_class\": \"Bulk\"}");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.http().headers().firstValue("Location")).isEmpty();
    assertThat(again.body().toString()).isEqualTo("{\"batch_id\":null,\"jobs\":0}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"errorclass": "x"}          | 422 | errorclass
          {"kind": "bad"}              | 422 | kind
          {"stage": "LUNCH"}           | 422 | stage
          {"timeframe": "7m"}          | 422 | timeframe
          {"replayed": true}           | 422 | replayed
          {"job_id": null}             | 422 | job_id
          {"kind": null}               | 422 | kind
          {"error_class": null}        | 422 | error_class
          {"failed_after": null}       | 422 | failed_after
          {"replayed": null}           | 422 | replayed
          {"job_id": "42"}             | 422 | job_id
          {"failed_after": "today"}    | 422 | failed_after
          {"failed_before": "9999-01-01T00:00:00Z"} | 422 | failed_before
          {"limit": 5}                 | 422 | limit
          """)
  void aFilterThatCannotBeReadReplaysNothing(String body, int status, String field) {
    Answer answer = post("/failed-jobs/replay", body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.error(field)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "kind", "{\"kind\": \"lost\""})
  void aFilterThatIsNotJsonIs400(String body) {
    assertThat(post("/failed-jobs/replay", body).status()).isEqualTo(400);
  }

  @Test
  void aDiscardedDeadLetterIsGoneAndItsJobStaysFailed() {
    String failed = failed("Discarded");
    String deadLetter = deadLetter(failed);

    Answer answer = delete("/failed-jobs/" + deadLetter);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.http().body()).isEmpty();
    assertThat(get("/failed-jobs/" + deadLetter).status()).isEqualTo(404);
    assertThat(delete("/failed-jobs/" + deadLetter).status()).isEqualTo(404);
    assertThat(post("/failed-jobs/%s/replay".formatted(deadLetter)).status()).isEqualTo(404);
    assertThat(get("/jobs/" + failed).body().path("status").asText()).isEqualTo("FAILED");
  }

  @Test
  void aDeadLetterWhoseTimeIsOverIsGone() {
    String deadLetter = deadLetter(failed("Expired"));
    jdbc.sql("UPDATE failed_jobs SET expires_at = now() WHERE id = CAST(? AS uuid)")
        .param(deadLetter)
        .update();

    assertThat(get("/failed-jobs/" + deadLetter).status()).isEqualTo(404);
    assertThat(post("/failed-jobs/%s/replay".formatted(deadLetter)).status()).isEqualTo(404);
    assertThat(delete("/failed-jobs/" + deadLetter).status()).isEqualTo(404);
    assertThat(get("/failed-jobs?error_class=Expired").body().path("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({NONE + ", 404", "42, 400"})
  void whatIsNotThereIsNeitherReplayedNorDiscarded(String id, int status) {
    assertThat(post("/failed-jobs/%s/replay".formatted(id)).status()).isEqualTo(status);
    assertThat(delete("/failed-jobs/" + id).status()).isEqualTo(status);
  }

  @Test
  void aListShowsOnlyWhatItsFiltersAskFor() {
    String failed = failed("Filtered");
    String id = deadLetter(failed);
    String list = "/failed-jobs?error_class=Filtered";

    for (String filter :
        List.of(
            "&job_id=" + failed,
            "&kind=permanent",
            "&strategy=LIQUIDITY_SWEEP&symbol=BTC/USDT",
            "&exchange=binanceus&timeframe=5m",
            "&stage=OPTIMIZATION",
            "&replayed=false",
            "&failed_after=2020-01-01T00:00:00Z&failed_before=2099-01-01T00:00:00%2B02:00")) {
      assertThat(get(list + filter).body().path("items"))
          .as(filter)
          .extracting(item -> item.path("id").asText())
          .containsExactly(id);
    }
    for (String filter :
        List.of(
            "&job_id=" + NONE,
            "&kind=lost",
            "&exchange=kraken",
            "&timeframe=1h",
            "&stage=VALIDATION",
            "&replayed=true",
            "&failed_after=2099-01-01T00:00:00Z",
            "&failed_before=2020-01-01T00:00:00Z")) {
      assertThat(get(list + filter).body().path("items")).as(filter).isEmpty();
    }
    replay(id);
    assertThat(get(list + "&replayed=true").body().path("items")).hasSize(1);
    assertThat(get(list + "&replayed=false").body().path("items")).isEmpty();
  }

  private String failed(String errorClass) {
    String id =
        post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
            .body()
            .path("job_id")
            .asText();
    fail(id, errorClass);
    return id;
  }

  private void fail(String id, String errorClass) {
    store.fail(
        claims.claim(List.of(UUID.fromString(id)), "worker", true).get(0).lease(),
        new JobFailure(
            FailureKind.PERMANENT, errorClass, "it broke", Stage.OPTIMIZATION, "at line 1"));
  }

  private String deadLetter(String job) {
    return get("/failed-jobs?job_id=" + job).body().at("/items/0/id").asText();
  }

  private String replay(String deadLetter) {
    Answer answer = post("/failed-jobs/%s/replay".formatted(deadLetter));
    assertThat(answer.status()).isEqualTo(202);
    return answer.body().path("job_id").asText();
  }
}
