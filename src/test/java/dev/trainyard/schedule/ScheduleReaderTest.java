package dev.trainyard.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.job.request.SampleStrategy;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.text.Checked;
import dev.trainyard.text.FieldError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleReaderTest {
  private static final String REQUEST =
      "\"request\": {\"strategy\": \"SAMPLE\", \"symbol\": \"BTC/USDT\"}";

  private final ScheduleReader reader =
      new ScheduleReader(
          new ScheduleSettings(Duration.ofMinutes(1)),
          Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC));

  private final WorkReader work =
      new WorkReader(
          new TrainingRequestReader(
              SampleStrategy.CATALOG,
              JsonMapper.builder().addModule(new JavaTimeModule()).build(),
              id -> Optional.empty(),
              SampleUrls.strict()),
          new FetchReader(null));

  @Test
  void everythingButNameCronAndWorkHasADefault() {
    Checked<ScheduleDefinition> read = read("\"name\": \"a\", \"cron\": \"@daily\", " + REQUEST);

    assertThat(read.value())
        .contains(
            new ScheduleDefinition(
                "a",
                "@daily",
                "UTC",
                true,
                Overlap.SKIP,
                Misfire.ONCE,
                new ScheduledWork(
                    ScheduledWork.Kind.REQUEST,
                    "{\"strategy\":\"SAMPLE\",\"symbol\":\"BTC/USDT\"}")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "cron": "@daily"                                     | name      | is required
          "name": " a", "cron": "@daily"                       | name      | must be text of 1 to 100
          "name": "a"                                          | cron      | is required
          "name": "a", "cron": "never"                         | cron      | must be a cron expression
          "name": "a", "cron": "0 0 30 2 *"                    | cron      | is never due
          "name": "a", "cron": "* * * * * *"                   | cron      | is due every 1s at times; at least
          "name": "a", "cron": "0,30 5 3 1 1 *"                | cron      | is due every 30s
          "name": "a", "cron": "@daily", "time_zone": "Europe/Berlyn" | time_zone | must be a time zone of the IANA database
          "name": "a", "cron": "@daily", "overlap": "wait"     | overlap   | must be one of skip, queue
          "name": "a", "cron": "@daily", "enabled": "yes"      | enabled   | must be true or false
          "name": "a", "cron": "@daily", "batch": {}           | request   | must not be given together with a batch
          "name": "a", "cron": "@daily", "crons": 1            | crons     | unknown field; did you mean cron?
          """)
  void aWrongFieldIsNamedWithWhatIsAllowed(String fields, String field, String message) {
    assertThat(read(fields + ", " + REQUEST).errors())
        .anySatisfy(
            error -> {
              assertThat(error.field()).isEqualTo(field);
              assertThat(error.message()).startsWith(message);
            });
  }

  @Test
  void oneOfRequestAndBatchIsRequired() {
    assertThat(read("\"name\": \"a\", \"cron\": \"@daily\"").errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).startsWith("is required, unless"));
    assertThat(
            read("\"name\": \"a\", \"cron\": \"@daily\", \"request\": [], \"batch\": null")
                .errors())
        .singleElement()
        .isEqualTo(new FieldError("request", "must be an object, not an empty list"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REQUEST | {"strategy": "NOPE", "symbol": "BTC/USDT"} | request.strategy | no strategy NOPE
          REQUEST | {"strategy": "SAMPLE"} | request.symbol | is required
          REQUEST | {"strategy": "SAMPLE", "symbol": "BTC/USDT", "costs": {"fee_rate": 7}} | request.costs.fee_rate | must be
          REQUEST | {"strategy": "SAMPLE", "symbol": "BTC/USDT", "run_at": "2026-01-01T00:00:00Z"} | request.run_at | must be null
          REQUEST | {"strategy": "SAMPLE", "symbol": "BTC/USDT", "reuse": true} | request.reuse | must be false
          BATCH   | {"strategies": ["SAMPLE", "NOPE"], "symbols": ["BTC/USDT"]} | batch.strategies[1] | no strategy NOPE
          """)
  void aWrongFieldOfTheWorkIsNamedByItsPath(
      ScheduledWork.Kind kind, String json, String field, String message) {
    assertThatThrownBy(() -> work.read(new ScheduledWork(kind, json)))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refusal ->
                assertThat(refusal.errors())
                    .anySatisfy(
                        error -> {
                          assertThat(error.field()).isEqualTo(field);
                          assertThat(error.message()).startsWith(message);
                        }));
  }

  private Checked<ScheduleDefinition> read(String fields) {
    return reader.read(reader.parse(("{" + fields + "}").getBytes(UTF_8)));
  }
}
