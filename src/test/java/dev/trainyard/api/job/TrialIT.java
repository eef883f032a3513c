package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialIT extends ApiFixture {

  @Test
  void trialsComeByScoreWithTheFeasibleOnesFirst() {
    String trials = "/jobs/" + job() + "/trials";

    assertThat(numbers(trials + "?sort=score", 2)).containsExactly(5, 1, 4, 2, 0, 3);
    assertThat(numbers(trials + "?sort=score&feasible=true", 1)).containsExactly(5, 1, 4, 2);
    assertThat(numbers(trials + "?sort=score&feasible=false", 1)).containsExactly(0, 3);
    assertThat(numbers(trials + "?feasible=true&sort=number", 3)).containsExactly(1, 2, 4, 5);
  }

  @Test
  void aListBeginsAtATrialInEitherOrder() {
    String trials = "/jobs/" + job() + "/trials";

    assertThat(numbers(trials + "?from=3", 2)).containsExactly(3, 4, 5);
    assertThat(numbers(trials + "?from=3&feasible=true", 1)).containsExactly(4, 5);
    assertThat(numbers(trials + "?from=4&sort=score", 2)).containsExactly(4, 2, 0, 3);
    assertThat(numbers(trials + "?from=77", 2)).isEmpty();
    assertThat(numbers(trials + "?from=77&sort=score", 2)).isEmpty();
  }

  @Test
  void aChartHasAllOfAShortSearch() {
    String job = job();
    window(job);

    JsonNode chart = get("/jobs/" + job + "/trials/chart").body();

    assertThat(chart.path("study").asText()).isEqualTo("search");
    assertThat(chart.path("total").asInt()).isEqualTo(6);
    assertThat(chart.path("feasible_count").asInt()).isEqualTo(4);
    assertThat(chart.path("last_number").asInt()).isEqualTo(5);
    assertThat(chart.path("winner").asInt()).isEqualTo(5);
    assertThat(chart.path("thinned").asBoolean()).isFalse();
    assertThat(chart.path("number").toString()).isEqualTo("[0,1,2,3,4,5]");
    assertThat(chart.path("score").toString()).isEqualTo("[9.0,1.0,null,-9.0,0.5,2.0]");
    assertThat(chart.path("feasible").toString()).isEqualTo("[false,true,true,false,true,true]");
    assertThat(chart.path("best").toString()).isEqualTo("[null,1.0,1.0,1.0,1.0,2.0]");
    assertThat(chart.at("/parameters/depth").toString()).isEqualTo("[0,1,2,3,4,5]");
    assertThat(chart.at("/parameters/kind").toString())
        .isEqualTo("[\"even\",null,\"even\",null,\"even\",null]");
    assertThat(chart.path("importance").isNull()).isTrue();
  }

  @Test
  void aChartGoesOnBehindATrialWithTheBestOfAll() {
    JsonNode chart = get("/jobs/" + job() + "/trials/chart?after=3").body();

    assertThat(chart.path("number").toString()).isEqualTo("[4,5]");
    assertThat(chart.path("best").toString()).isEqualTo("[1.0,2.0]");
    assertThat(chart.path("total").asInt()).isEqualTo(6);
    assertThat(chart.path("thinned").asBoolean()).isFalse();
    assertThat(chart.at("/parameters/depth").toString()).isEqualTo("[4,5]");
  }

  @Test
  void aChartOfALongSearchSaysThatItIsThinnedOut() {
    String job = start();
    jdbc.sql(
            """
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics)
            SELECT CAST(? AS uuid), 'search', n, json_build_object('depth', n), CASE n WHEN 12345 THEN 7 ELSE sin(n) END, 0,
                true, CAST(? AS json)
            FROM generate_series(0, 29999) n
            """)
        .params(job, SampleRows.METRICS)
        .update();

    JsonNode chart = get("/jobs/" + job + "/trials/chart?points=100").body();

    assertThat(chart.path("thinned").asBoolean()).isTrue();
    assertThat(chart.path("total").asInt()).isEqualTo(30_000);
    assertThat(chart.path("winner").asInt()).isEqualTo(12_345);
    assertThat(chart.path("number").size()).isBetween(50, 100);
    assertThat(chart.path("number")).anyMatch(number -> number.asInt() == 12_345);
    assertThat(chart.path("best").get(chart.path("best").size() - 1).asDouble()).isEqualTo(7);
  }

  @Test
  void aChartOfAJobWithoutTrialsIsEmpty() {
    JsonNode chart = get("/jobs/" + start() + "/trials/chart").body();

    assertThat(chart.path("total").asInt()).isZero();
    assertThat(chart.path("winner").isNull()).isTrue();
    assertThat(chart.path("last_number").isNull()).isTrue();
    assertThat(chart.path("number")).isEmpty();
    assertThat(chart.path("parameters")).isEmpty();
  }

  @Test
  void aChartHasTheImportanceThatTheValidationFound() {
    String job = job();
    String configuration = SampleRows.configuration(jdbc, job, "BTC/USDT", 0.1);
    jdbc.sql(
            "UPDATE trained_configurations SET validation = '{\"importance\": {\"depth\": 0.75}}'"
                + " WHERE id = CAST(? AS uuid)")
        .param(configuration)
        .update();

    assertThat(get("/jobs/" + job + "/trials/chart").body().at("/importance/depth").asDouble())
        .isEqualTo(0.75);
  }

  @ParameterizedTest
  @CsvSource({
    "trials?sort=sharpe, sort",
    "trials?feasible=yes, feasible",
    "trials?from=-1, from",
    "trials?from=2147483648, from",
    "trials/chart?points=9, points",
    "trials/chart?points=5001, points",
    "trials/chart?after=x, after",
    "trials/chart?limit=5, limit",
  })
  void whatCannotBeAskedIsNamed(String query, String field) {
    Answer answer = get("/jobs/" + start() + "/" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error(field)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trials", "trials/chart"})
  void thereAreNoTrialsWithoutTheirJob(String path) {
    assertThat(get("/jobs/01890a5d-ac96-774b-bcce-b302099a8057/" + path).status()).isEqualTo(404);
    assertThat(get("/jobs/42/" + path).status()).isEqualTo(400);
  }

  /** The numbers of a list, page by page. */
  private List<Integer> numbers(String list, int limit) {
    return all(list, limit, "number").stream().map(Integer::valueOf).toList();
  }

  /** A job with six trials, of which 0 and 3 are infeasible and 2 has no score. */
  private String job() {
    String job = start();
    List<String> scores = List.of("9", "1", "NaN", "-9", "0.5", "2");
    for (int number = 0; number < scores.size(); number++) {
      String kind = number % 2 == 0 ? ", \"kind\": \"even\"" : "";
      trial(job, "search", number, scores.get(number), number % 3 != 0, kind);
    }
    return job;
  }

  private void window(String job) {
    trial(job, "window-1", 6, "20", true, "");
  }

  private void trial(
      String job, String study, int number, String score, boolean feasible, String more) {
    jdbc.sql(
            """
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics)
            VALUES (CAST(:job AS uuid), :study, :number, CAST(:parameters AS json), CAST(:score AS double precision),
                :violation, :feasible, CAST(:metrics AS json))
            """)
        .param("job", job)
        .param("study", study)
        .param("number", number)
        .param("parameters", String.format(Locale.ROOT, "{\"depth\": %d%s}", number, more))
        .param("score", score)
        .param("violation", feasible ? 0 : 1)
        .param("feasible", feasible)
        .param("metrics", SampleRows.METRICS)
        .update();
  }

  private String start() {
    return post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
        .body()
        .path("job_id")
        .asText();
  }
}
