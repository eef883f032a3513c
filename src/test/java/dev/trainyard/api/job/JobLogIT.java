package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLogIT extends ApiFixture {

  @Test
  void aLogGoesOnBehindAnyLine() {
    String id = start();
    String other = start();
    for (int i = 1; i <= 3; i++) {
      log(id, "line " + i);
      log(other, "another's");
    }

    JsonNode first = get("/jobs/%s/logs?limit=2".formatted(id)).body();

    assertThat(first.at("/items/0").fieldNames())
        .toIterable()
        .containsExactly("seq", "time", "level", "message", "stage");
    assertThat(first.path("items"))
        .extracting(line -> line.path("message").asText())
        .containsExactly("line 1", "line 2");
    assertThat(first.at("/items/0/stage").asText()).isEqualTo("DATA_PREPARATION");
    for (String parameter : new String[] {"after", "cursor"}) {
      JsonNode second =
          get("/jobs/%s/logs?%s=%s".formatted(id, parameter, first.path("next_cursor").asText()))
              .body();
      assertThat(second.path("items"))
          .extracting(line -> line.path("message").asText())
          .containsExactly("line 3");
      assertThat(second.path("next_cursor").isNull()).isTrue();
    }
    assertThat(get("/jobs/" + id).body().at("/links/logs").asText())
        .isEqualTo("/api/v2/training/jobs/%s/logs".formatted(id));
  }

  @ParameterizedTest
  @CsvSource({
    "01890a5d-ac96-774b-bcce-b302099a8057/logs, 404",
    "42/logs, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?after=-1, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?after=99999999999999999999, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?since=1, 400",
  })
  void aLogThatCannotBeShownIsAProblem(String path, int status) {
    assertThat(get("/jobs/" + path).status()).isEqualTo(status);
  }

  private String start() {
    return post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"BTC/USDT\"}")
        .body()
        .path("job_id")
        .asText();
  }

  private void log(String id, String message) {
    jdbc.sql(
            """
            INSERT INTO training_logs (job_id, level, stage, message)
            VALUES (CAST(? AS uuid), 'INFO', 'DATA_PREPARATION', ?)
            """)
        .params(id, message)
        .update();
  }
}
