package dev.trainyard.startup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;

class OneLineFailureReporterTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final OneLineFailureReporter reporter =
      new OneLineFailureReporter(new PrintStream(printed, true, UTF_8));

  @Test
  void aRefusalBelowOtherFailuresIsPrintedAsItsMessage() {
    RuntimeException failure =
        new IllegalStateException(
            "bean", new IllegalStateException(new StartupRefusedException("Do this.")));
    reporter.report(new StartupRefusedFailureAnalyzer().analyze(failure));
    assertThat(printed.toString(UTF_8)).isEqualTo("Trainyard cannot start: Do this.\n");
    assertThat(ExitCode.of(failure)).isEqualTo(78);
  }

  @Test
  void severalReasonsFollowOnLinesOfTheirOwn() {
    RuntimeException failure =
        new IllegalStateException(
            new StartupRefusedException("Two reasons:", List.of("a:1:2: b", "c:3:4: d")));
    reporter.report(new StartupRefusedFailureAnalyzer().analyze(failure));
    assertThat(printed.toString(UTF_8))
        .isEqualTo("Trainyard cannot start: Two reasons:\na:1:2: b\nc:3:4: d\n");
    assertThat(ExitCode.of(failure)).isEqualTo(78);
  }

  @Test
  void anyOtherAnalysisBecomesOneLineToo() {
    reporter.report(new FailureAnalysis("Two\n\n lines.", "Do\nthis.", null));
    assertThat(printed.toString(UTF_8)).isEqualTo("Trainyard cannot start: Two lines. Do this.\n");
  }

  @Test
  void aPortTakenAtTheLastMomentReadsAsOneFoundTakenBefore() {
    RuntimeException failure = new IllegalStateException(new PortInUseException(8000));
    reporter.report(new PortInUseFailureAnalyzer().analyze(failure));
    assertThat(printed.toString(UTF_8))
        .isEqualTo("Trainyard cannot start: " + HttpPort.taken(8000) + "\n");
    assertThat(ExitCode.of(failure)).isEqualTo(69);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abc   | java.lang.Integer  | some.setting is 'abc'; it must be a whole number.",
        "1e-9x | java.lang.Double   | some.setting is '1e-9x'; it must be a number.",
        "soon  | java.time.Duration | some.setting is 'soon'; it must be a time such as 5s.",
        "maybe | java.lang.Boolean  | some.setting is 'maybe'; it must be true or false."
      })
  void aSettingThatCannotBeBoundIsNamedWithWhatItMayBe(String value, Class<?> type, String line) {
    Binder binder = new Binder(new MapConfigurationPropertySource(Map.of("some.setting", value)));
    Throwable refused = catchThrowable(() -> binder.bind("some.setting", type));
    RuntimeException failure = new IllegalStateException("bean", refused);

    reporter.report(new SettingFailureAnalyzer().analyze(failure));

    assertThat(printed.toString(UTF_8)).isEqualTo("Trainyard cannot start: " + line + "\n");
    assertThat(ExitCode.of(failure)).isEqualTo(78);
  }

  @Test
  void aFailureThatNobodyForesawExitsWith1() {
    assertThat(ExitCode.of(new IllegalStateException())).isEqualTo(1);
  }
}
