package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.support.CheckedHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void aLogShowsTheLinesThatItsFiltersAskFor() {
    String id = start();
    log(id, "INFO", "Candles are loaded");
    log(id, "WARN", "gap of 3 CANDLES_");
    log(id, "WARN", "slow");
    log(id, "ERROR", "no candles_left, 100%");

    assertThat(messages(id, "level=WARN"))
        .containsExactly("gap of 3 CANDLES_", "slow", "no candles_left, 100%");
    assertThat(messages(id, "level=ERROR")).containsExactly("no candles_left, 100%");
    assertThat(messages(id, "text=candles")).hasSize(3);
    assertThat(messages(id, "text=candles_&level=WARN")).hasSize(2);
    assertThat(messages(id, "text=100%25")).containsExactly("no candles_left, 100%");
    assertThat(messages(id, "text=data_preparation&level=INFO")).hasSize(4);
    assertThat(messages(id, "text=OPTIMIZATION")).isEmpty();
  }

  @Test
  void aLogIsATextFileToo() throws Exception {
    String id = start();
    log(id, "INFO", "first <b>");
    log(id, "WARN", "second");

    HttpResponse<String> text = text("/jobs/%s/logs.txt".formatted(id));

    assertThat(text.statusCode()).isEqualTo(200);
    assertThat(text.headers().firstValue("Content-Type")).contains("text/plain;charset=utf-8");
    assertThat(text.body().lines())
        .satisfiesExactly(
            line -> assertThat(line).endsWith("Z INFO  DATA_PREPARATION first <b>"),
            line -> assertThat(line).endsWith("Z WARN  DATA_PREPARATION second"));
    assertThat(text("/jobs/%s/logs.txt?level=WARN&text=SEC".formatted(id)).body().lines())
        .hasSize(1);
    assertThat(text("/jobs/%s/logs.txt".formatted(start())).body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "01890a5d-ac96-774b-bcce-b302099a8057/logs, 404",
    "42/logs, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?after=-1, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?after=99999999999999999999, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?since=1, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs?level=DEBUG, 400",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs.txt, 404",
    "01890a5d-ac96-774b-bcce-b302099a8057/logs.txt?limit=5, 400",
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

  private List<String> messages(String id, String query) {
    List<String> messages = new ArrayList<>();
    get("/jobs/%s/logs?%s".formatted(id, query))
        .body()
        .path("items")
        .forEach(line -> messages.add(line.path("message").asText()));
    return messages;
  }

  private HttpResponse<String> text(String path) throws IOException, InterruptedException {
    return new CheckedHttp().send(request("/api/v2/training" + path).build());
  }

  private void log(String id, String message) {
    log(id, "INFO", message);
  }

  private void log(String id, String level, String message) {
    jdbc.sql(
            """
            INSERT INTO training_logs (job_id, level, stage, message)
            VALUES (CAST(? AS uuid), ?, 'DATA_PREPARATION', ?)
            """)
        .params(id, level, message)
        .update();
  }
}
