package dev.trainyard.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.JsonText;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellsTest {
  private static final String PROGRESS =
      """
      {"status": "RUNNING", "percentage": 42.7, "current_step": "OPTIMIZATION", "step_number": 2, "total_steps": 4,
       "current_iteration": 90, "total_iterations": 200, "best_score": 1.23456789,
       "updated_at": "2026-01-31T10:00:00Z", "estimated_completion": "2026-01-31T11:02:03Z"}
      """;

  @Test
  void progressFitsInALine() throws IOException {
    JsonNode progress = JsonText.read(PROGRESS);

    assertThat(ProgressText.line(progress, 80))
        .isEqualTo(
            "optimization 2/4 [##########---------------] 42 % 90/200 best 1.2346 ETA 1:02:03");
    assertThat(ProgressText.heading(progress)).isEqualTo("RUNNING OPTIMIZATION");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 64, 70, 80, 200})
  void theBarTakesTheRoomThatIsLeft(int width) throws IOException {
    String line = ProgressText.line(JsonText.read(PROGRESS), width);

    assertThat(line.length()).isLessThanOrEqualTo(Math.max(width, 60));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0", "1.5, 1.5", "-0.00001234567, -0.000012346", "12345.678, 12346", "100000000, 100000000",
    "1e3, 1000", "0.1, 0.1", "null, ''", "true, true", "'\"text\"', text"
  })
  void numbersAreShownToFiveDigits(String json, String shown) throws IOException {
    assertThat(Cells.number(JsonText.read(json))).isEqualTo(shown);
  }

  @Test
  void jsonIsReadAndWrittenUnchanged() throws IOException {
    String text =
        "{\"a\":[1,-2.50,1E+40,true,false,null,\"\\\"\\n"
            + "\\u0001é\"],\"b\":{},\"c\":9223372036854775808}";

    assertThat(JsonText.write(JsonText.read(text))).isEqualTo(text);
  }

  @Test
  void csvHasAColumnForEachFieldOfEachItem() throws IOException {
    List<JsonNode> items =
        List.of(
            JsonText.read("{\"number\": 0, \"parameters\": {\"a\": 1.5}, \"score\": null}"),
            JsonText.read(
                "{\"number\": 1, \"parameters\": {\"b\": \"x,\\\"y\\\"\"}, \"score\": -2}"));

    assertThat(CsvTable.of(items))
        .isEqualTo(
            """
            number,parameters.a,score,parameters.b
            0,1.5,,
            1,,-2,"x,""y""\"
            """);
  }
}
