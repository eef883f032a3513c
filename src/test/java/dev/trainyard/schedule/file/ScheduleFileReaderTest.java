package dev.trainyard.schedule.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.callback.address.SampleUrls;
import dev.trainyard.files.Home;
import dev.trainyard.job.request.SampleStrategy;
import dev.trainyard.schedule.FileSchedule;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.schedule.ScheduleSettings;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScheduleFileReaderTest {
  private static final String FILE = "config/schedules/nightly.yaml";
  private static final String VALID =
      """
      cron: "30 2 * * *"
      time_zone: Europe/Berlin
      request:
        strategy: SAMPLE
        symbol: BTC/USDT
        costs:
          fee_rate: 0.002
      """;

  private final ScheduleFileReader reader =
      new ScheduleFileReader(
          new ScheduleReader(new ScheduleSettings(Duration.ofMinutes(1)), Clock.systemUTC()),
          JsonMapper.builder().addModule(new JavaTimeModule()).build(),
          SampleUrls.strict());

  private final List<FileProblem> problems = new ArrayList<>();

  @Test
  void aFileHasTheNameOfItsSchedule() {
    List<FileSchedule> read = read(VALID);

    assertThat(problems).isEmpty();
    assertThat(read).hasSize(1);
    assertThat(read.get(0).file()).isEqualTo(FILE);
    assertThat(read.get(0).definition().name()).isEqualTo("nightly");
    assertThat(read.get(0).definition().work().json())
        .isEqualTo(
            "{\"strategy\":\"SAMPLE\",\"symbol\":\"BTC/USDT\",\"costs\":{\"fee_rate\":0.002}}");
  }

  @Test
  void aMistakeIsToldWithItsLineAndColumn() {
    read(VALID.replace("30 2 * * *", "30 2 30 2 *"));
    read(VALID.replace("Europe/Berlin", "Europe/Berlyn"));
    read(VALID.replace("SAMPLE", "NOPE"));
    read(VALID.replace("0.002", "7"));
    read(VALID.replace("  symbol: BTC/USDT\n", ""));
    read(VALID.replace("\"30 2 * * *\"", "@daily"));
    read(VALID + "name: other\n");
    read("- a\n");
    read(VALID + "---\ncron: \"@daily\"\n");

    assertThat(problems)
        .extracting(FileProblem::toString)
        .satisfiesExactly(
            problem -> assertThat(problem).startsWith(FILE + ":1:7: cron: is never due"),
            problem -> assertThat(problem).startsWith(FILE + ":2:12: time_zone: must be a time"),
            problem ->
                assertThat(problem).startsWith(FILE + ":4:13: request.strategy: no strategy"),
            problem -> assertThat(problem).startsWith(FILE + ":7:15: request.costs.fee_rate: must"),
            problem -> assertThat(problem).startsWith(FILE + ":4:3: request.symbol: is required"),
            problem -> assertThat(problem).startsWith(FILE + ":1:"),
            problem -> assertThat(problem).startsWith(FILE + ":8:7: name: no such field"),
            problem -> assertThat(problem).isEqualTo(FILE + ": must be an object of fields"),
            problem -> assertThat(problem).contains("a second document begins here"));
  }

  @Test
  void aRequestIsCheckedInTheNamedFilesAloneAndNotForWhatTheDatabaseKnows() {
    String wrong = VALID.replace("SAMPLE", "NOPE");
    assertThat(read(wrong, List.of())).hasSize(1);
    read(
        VALID.replace(
            "  costs:", "  warm_start_from: 01980a61-3f0e-7c7e-9a55-0f6f3c1d2e4a\n  costs:"));

    assertThat(problems).isEmpty();
  }

  @Test
  void aFileTellsAllItsMistakesAtOnce() {
    assertThat(read(VALID.replace("30 2 * * *", "* * * * * *").replace("SAMPLE", "NOPE")))
        .isEmpty();

    assertThat(problems).extracting(FileProblem::line).containsExactly(1, 4);
  }

  @Test
  void theExampleIsValidAndDisabled() throws IOException {
    TreeMap<String, FileText> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(Path.of("config", "schedules"))) {
      for (Path file : files.toList()) {
        texts.put(file.toString(), EditedText.read(file));
      }
    }
    List<FileSchedule> read =
        reader.read(
            texts,
            texts.keySet(),
            Optional.of(
                StrategyCatalog.builtIn(new Home(Path.of("").toAbsolutePath()).strategies())),
            problems);

    assertThat(problems).isEmpty();
    assertThat(read).isNotEmpty().noneMatch(schedule -> schedule.definition().enabled());
  }

  private List<FileSchedule> read(String text) {
    return read(text, List.of(FILE));
  }

  private List<FileSchedule> read(String text, List<String> checked) {
    return reader.read(
        new TreeMap<>(Map.of(FILE, FileText.of(text))),
        checked,
        Optional.of(SampleStrategy.CATALOG),
        problems);
  }
}
