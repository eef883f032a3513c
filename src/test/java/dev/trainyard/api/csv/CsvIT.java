package dev.trainyard.api.csv;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.support.CheckedHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvIT extends ApiFixture {
  private final CheckedHttp client = new CheckedHttp();

  @Test
  void trialsComeAllWithAColumnForEachParameterAndFigure() {
    String job = jobWithTrials(1203);

    HttpResponse<String> answer = ask("/jobs/" + job + "/trials", "text/csv");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv;charset=UTF-8");
    assertThat(answer.headers().allValues("Vary")).contains("Accept");
    List<NamedCsvRecord> rows = rows(answer);
    assertThat(rows).hasSize(1203);
    NamedCsvRecord last = rows.get(1202);
    assertThat(last.getField("number")).isEqualTo("1202");
    assertThat(last.getField("score")).isEqualTo("1.5");
    assertThat(last.getField("feasible")).isEqualTo("true");
    assertThat(last.getField("parameters.pierce_depth")).isEqualTo("0.002");
    assertThat(last.getField("metrics.total_trades")).isEqualTo("12");
  }

  @Test
  void aLimitHoldsForCsvToo() {
    String job = jobWithTrials(20);

    assertThat(rows(ask("/jobs/" + job + "/trials?limit=7", "text/csv"))).hasSize(7);
  }

  @Test
  void configurationsKeepTheirParametersAsJson() {
    String id = SampleRows.configuration(jdbc, jobWithTrials(0), "CSV/USD", 0.1);

    List<NamedCsvRecord> rows = rows(ask("/configurations?symbol=CSV/USD", "text/csv"));

    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getField("config_id")).isEqualTo(id);
              assertThat(row.getField("net_profit")).isEqualTo("0.1");
              assertThat(row.getField("regime")).isEmpty();
              assertThat(row.getField("parameters")).isEqualTo("{\"pierce_depth\":0.002}");
            });
  }

  @Test
  void anEmptyListHasItsHeader() {
    assertThat(ask("/configurations?symbol=NONE/USD", "text/csv").body())
        .startsWith("config_id,job_id,strategy,symbol,exchange,timeframe,")
        .endsWith("created_at\r\n");
  }

  @Test
  void jsonIsAnsweredUnlessCsvIsPreferred() {
    String list = "/configurations";

    assertThat(type(ask(list, "*/*"))).startsWith("application/json");
    assertThat(type(ask(list, "text/csv;q=0.5, application/json"))).startsWith("application/json");
    assertThat(type(ask(list, "text/csv, */*;q=0.1"))).startsWith("text/csv");
    assertThat(type(ask(list, "text/*"))).startsWith("text/csv");
    assertThat(type(ask(list, "text/csv, */*"))).startsWith("text/csv");
    assertThat(type(ask(list, "text/html, application/xml;q=0.9, */*;q=0.8")))
        .startsWith("application/json");
  }

  @Test
  void whatIsRefusedIsRefusedAsForJson() {
    assertThat(ask("/configurations?sharpe=1", "text/csv").statusCode()).isEqualTo(400);
    assertThat(ask("/jobs/01890a5d-ac96-774b-bcce-b302099a8057/trials", "text/csv").statusCode())
        .isEqualTo(404);
    assertThat(type(ask("/jobs/x/trials", "text/csv"))).startsWith("application/problem+json");
  }

  private String jobWithTrials(int trials) {
    String job =
        post("/start", "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"CSV/USDT\"}")
            .body()
            .path("job_id")
            .asText();
    jdbc.sql(
            """
            INSERT INTO training_trials (job_id, study, number, parameters, score, violation, feasible, metrics)
            SELECT CAST(? AS uuid), 'search', n, '{"pierce_depth": 0.002}', 1.5, 0, true, CAST(? AS json)
            FROM generate_series(0, ? - 1) n
            """)
        .params(job, SampleRows.METRICS, trials)
        .update();
    return job;
  }

  private HttpResponse<String> ask(String path, String accept) {
    try {
      return client.send(request("/api/v2/training" + path).header("Accept", accept).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String type(HttpResponse<String> answer) {
    return answer.headers().firstValue("Content-Type").orElse("");
  }

  private static List<NamedCsvRecord> rows(HttpResponse<String> answer) {
    return CsvReader.builder().ofNamedCsvRecord(answer.body()).stream().toList();
  }
}
