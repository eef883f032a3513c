package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.job.retention.JobRetention;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What clients are told of a job whose trials and log were removed. */
class RemovedPartsIT extends ApiFixture {
  @Autowired private JobRetention retention;

  private String job;

  @BeforeEach
  void aJobThatEndedLongAgo() {
    job =
        post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
            .body()
            .path("job_id")
            .asText();
    SampleRows.configuration(jdbc, job, "BTC/USDT", 1.0);
    jdbc.sql(
            """
            UPDATE training_jobs SET status = 'COMPLETED', finished_at = now() - interval '91 days',
                config_id = (SELECT id FROM trained_configurations WHERE job_id = :job)
            WHERE id = :job
            """)
        .param("job", UUID.fromString(job))
        .update();
    jdbc.sql("UPDATE retention_marks SET ended = '-infinity'").update();
    retention.forgetTrials("90d");
    retention.forgetLogs("90d");
  }

  @ParameterizedTest
  @CsvSource({
    "trials, trials",
    "trials?sort=score&feasible=true, trials",
    "trials/chart, trials",
    "logs, logs",
    "logs?level=ERROR, logs",
    "logs.txt, logs"
  })
  void whatWasRemovedIsNotShownAsIfThereHadBeenNone(String path, String kind) {
    Answer answer = get("/jobs/" + job + "/" + path);

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.body().path("detail").asText())
        .isEqualTo(
            "the %s of job %s were removed after 90 days (trainyard.retention.%s)"
                .formatted(kind, job, kind));
  }

  @Test
  void aTableOfThemIsRefusedAsWell() {
    Answer answer =
        send(
            request("/api/v2/training/jobs/" + job + "/trials").header("Accept", "text/csv").GET());

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.contentType()).startsWith("application/problem+json");
  }

  @Test
  void theJobAndItsResultsStay() {
    assertThat(get("/jobs/" + job).body().path("status").asText()).isEqualTo("COMPLETED");
    assertThat(get("/jobs/" + job + "/results").status()).isEqualTo(200);
    assertThat(get("/jobs/" + job + "/progress").status()).isEqualTo(200);
  }
}
