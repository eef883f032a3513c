package dev.trainyard.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronRuleTest {
  private static final String BERLIN = "Europe/Berlin";
  private static final Instant BEFORE_SPRING = Instant.parse("2026-03-28T12:00:00Z");
  private static final Instant BEFORE_AUTUMN = Instant.parse("2026-10-24T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *       | 2026-03-29T03:30+02:00, 2026-03-30T02:30+02:00
          0 2 * * *        | 2026-03-29T03:00+02:00, 2026-03-30T02:00+02:00
          0 30 2 * * *     | 2026-03-29T03:30+02:00, 2026-03-30T02:30+02:00
          0 2,3 * * *      | 2026-03-29T03:00+02:00, 2026-03-30T02:00+02:00, 2026-03-30T03:00+02:00
          0 */2 29 3 *     | 2026-03-29T00:00+01:00, 2026-03-29T04:00+02:00
          0 3 * * *        | 2026-03-29T03:00+02:00, 2026-03-30T03:00+02:00
          @daily           | 2026-03-29T00:00+01:00, 2026-03-30T00:00+02:00
          0,30 1-3 29 3 *  | 2026-03-29T01:00+01:00, 2026-03-29T01:30+01:00, 2026-03-29T03:00+02:00, 2026-03-29T03:30+02:00, 2027-03-29T01:00+02:00
          """)
  void aNamedTimeComesOnceOnTheDayWithoutItsHour(String cron, String times) {
    assertThat(next(cron, BEFORE_SPRING, times)).isEqualTo(times);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *       | 2026-10-25T02:30+02:00, 2026-10-26T02:30+01:00
          0 2,3 * * *      | 2026-10-25T02:00+02:00, 2026-10-25T03:00+01:00, 2026-10-26T02:00+01:00
          0 */2 25 10 *    | 2026-10-25T00:00+02:00, 2026-10-25T02:00+02:00, 2026-10-25T04:00+01:00
          """)
  void aNamedTimeComesOnceOnTheDayWithTwiceItsHour(String cron, String times) {
    assertThat(next(cron, BEFORE_AUTUMN, times)).isEqualTo(times);
  }

  @Test
  void everyNMinutesFollowTheClockOfTheWall() {
    CronRule quarters = CronRule.of("*/15 * * * *", BERLIN);

    assertThat(quarters.next(Instant.parse("2026-03-29T00:30:00Z"), 3))
        .map(Object::toString)
        .containsExactly(
            "2026-03-29T01:45+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00");
    List<Instant> doubled =
        quarters.next(Instant.parse("2026-10-24T23:59:00Z"), 9).stream()
            .map(time -> time.toInstant())
            .toList();
    assertThat(doubled.get(0)).isEqualTo("2026-10-25T00:00:00Z");
    for (int n = 1; n < doubled.size(); n++) {
      assertThat(Duration.between(doubled.get(n - 1), doubled.get(n)))
          .isEqualTo(Duration.ofMinutes(15));
    }
  }

  @Test
  void everyHourLosesNoneAndRepeatsNone() {
    for (String cron : List.of("0 * * * *", "@hourly", "0 0-23 * * *", "0 */1 * * *")) {
      List<Instant> hours =
          CronRule.of(cron, BERLIN).next(Instant.parse("2026-10-24T21:30:00Z"), 6).stream()
              .map(time -> time.toInstant())
              .toList();
      assertThat(hours).as(cron).first().isEqualTo(Instant.parse("2026-10-24T22:00:00Z"));
      assertThat(hours).as(cron).last().isEqualTo(Instant.parse("2026-10-25T03:00:00Z"));
    }
  }

  @Test
  void aMovedTimeIsFoundFromWithinTheHourAfterTheGap() {
    CronRule daily = CronRule.of("30 2 * * *", BERLIN);

    assertThat(daily.next(Instant.parse("2026-03-29T01:10:00Z")))
        .contains(Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(daily.next(Instant.parse("2026-03-29T01:30:00Z")))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void theSecondPassOfARepeatedHourHasNoTimeOfTheFirst() {
    CronRule daily = CronRule.of("30 2 * * *", BERLIN);

    assertThat(daily.next(Instant.parse("2026-10-25T01:10:00Z")))
        .contains(Instant.parse("2026-10-26T01:30:00Z"));
  }

  @Test
  void inEveryZoneADailyTimeComesOnceADay() {
    for (String zone : List.of("Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "UTC")) {
      for (String cron : List.of("0 0 * * *", "15 2 * * *", "59 23 * * *")) {
        CronRule daily = CronRule.of(cron, zone);
        assertThat(daily.next(Instant.parse("2017-12-31T12:00:00Z"), 1000))
            .extracting(time -> time.toLocalDate())
            .as("%s in %s", cron, zone)
            .doesNotHaveDuplicates()
            .last()
            .satisfies(last -> assertThat(last.toEpochDay()).isBetween(18_530L, 18_532L));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * * *",
        "@reboot",
        "61 * * * *",
        "* 25 * * *",
        "*/0 * * * *",
        "a b c d e",
        "0 \u0661 * * *"
      })
  void whatIsNoExpressionIsRefusedWithAnExample(String cron) {
    assertThatThrownBy(() -> CronRule.of(cron, "UTC"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30 2 * * MON-FRI");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0 0 L-28 * *", "0 0 L-0 * *", "0 0 l-31 * *"})
  void aDayBeforeTheLastMustBeOneOfEveryMonth(String cron) {
    assertThatThrownBy(() -> CronRule.of(cron, "UTC"))
        .hasMessageContaining("L-1 to L-27, which every month has");
  }

  @Test
  void theDayBeforeTheLastIsFound() {
    assertThat(CronRule.of("0 0 L-27 * *", "UTC").next(Instant.parse("2026-02-02T00:00:00Z")))
        .contains(Instant.parse("2026-03-04T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlyn", "CEST", "+02:00", "berlin", ""})
  void whatIsNoZoneIsRefused(String zone) {
    assertThatThrownBy(() -> CronRule.of("@daily", zone))
        .hasMessageStartingWith("must be a time zone of the IANA database");
  }

  @ParameterizedTest
  @CsvSource({
    "* * * * *, PT1M",
    "* * * * * *, PT1S",
    "*/20 * * * * *, PT20S",
    "'0,50 5 3 1 1 *', PT50S",
    "'0,59 3,4 * * *', PT1M",
    "@daily, PT24H"
  })
  void theShortestIntervalIsFound(String cron, Duration shortest) {
    assertThat(CronRule.of(cron, BERLIN).shortestInterval(BEFORE_SPRING)).contains(shortest);
  }

  @Test
  void aDateThatDoesNotExistIsNeverDue() {
    assertThat(CronRule.of("0 0 30 2 *", "UTC").next(BEFORE_SPRING)).isEmpty();
    assertThat(CronRule.of("0 0 29 2 *", "UTC").next(BEFORE_SPRING))
        .contains(Instant.parse("2028-02-29T00:00:00Z"));
  }

  @Test
  void weekdaysAndMonthsHaveNames() {
    assertThat(CronRule.of("0 9 * JAN MON#1", "UTC").next(BEFORE_SPRING))
        .contains(Instant.parse("2027-01-04T09:00:00Z"));
    assertThat(CronRule.of("0 9 L * ?", "UTC").next(BEFORE_SPRING))
        .contains(Instant.parse("2026-03-31T09:00:00Z"));
    assertThat(CronRule.of("0 9 * * 7", "UTC").next(BEFORE_SPRING))
        .contains(Instant.parse("2026-03-29T09:00:00Z"));
  }

  private static String next(String cron, Instant after, String expected) {
    List<String> times =
        CronRule.of(cron, BERLIN).next(after, expected.split(",").length).stream()
            .map(Object::toString)
            .toList();
    return String.join(", ", times);
  }
}
