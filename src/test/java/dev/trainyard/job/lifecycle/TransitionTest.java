package dev.trainyard.job.lifecycle;

import static dev.trainyard.job.lifecycle.Transition.CANCEL;
import static dev.trainyard.job.lifecycle.Transition.CANCEL_BATCH;
import static dev.trainyard.job.lifecycle.Transition.CLAIM_DUE;
import static dev.trainyard.job.lifecycle.Transition.CLAIM_LISTED;
import static dev.trainyard.job.lifecycle.Transition.CLAIM_SUSPECT;
import static dev.trainyard.job.lifecycle.Transition.COMPLETE;
import static dev.trainyard.job.lifecycle.Transition.COMPLETE_TOGETHER;
import static dev.trainyard.job.lifecycle.Transition.FAIL;
import static dev.trainyard.job.lifecycle.Transition.FAIL_LOST;
import static dev.trainyard.job.lifecycle.Transition.FAIL_OVERDUE;
import static dev.trainyard.job.lifecycle.Transition.RELEASE;
import static dev.trainyard.job.lifecycle.Transition.REPLAY;
import static dev.trainyard.job.lifecycle.Transition.REPLAY_ALL;
import static dev.trainyard.job.lifecycle.Transition.RETRY;
import static dev.trainyard.job.lifecycle.Transition.RETRY_ENDED;
import static dev.trainyard.job.lifecycle.Transition.RETURN_EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The files of the transitions. Each is written out in full, so that {@code psql} runs it as it
 * stands; parts that several files share have the same text in all of them.
 */
class TransitionTest {
  private static final Path SOURCES = Path.of("src", "main");
  private static final Path FILES =
      SOURCES.resolve(Path.of("resources", "dev", "trainyard", "job", "lifecycle"));

  /** Files beside those of the transitions: they change no state. */
  private static final List<String> OTHERS =
      List.of("attempt.sql", "heartbeat.sql", "next-due.sql", "not-lost.sql", "suspect-waits.sql");

  private static final Pattern NEW_STATE =
      Pattern.compile("INSERT INTO training_jobs|UPDATE training_jobs j? *SET status");

  @Test
  void eachFileIsTheStatementOfARowOrChangesNoState() throws IOException {
    assertThat(names(FILES))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Arrays.stream(Transition.values()).map(Transition::file), OTHERS.stream())
                .toList());
  }

  @Test
  void noStatementOutsideOfTheTableGivesAJobAState() throws IOException {
    List<Path> writers;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      writers =
          files
              .filter(file -> file.toString().matches(".*[.](java|sql|yaml)"))
              .filter(file -> NEW_STATE.matcher(read(file)).find())
              .toList();
    }

    assertThat(writers)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Transition.values()).map(row -> FILES.resolve(row.file())).toList());
  }

  @Test
  void eachFileSaysWhatItDoesAndEndsAsPsqlWantsIt() throws IOException {
    assertThat(names(FILES))
        .allSatisfy(
            name ->
                assertThat(read(FILES.resolve(name)))
                    .startsWith("-- ")
                    .endsWith(";\n")
                    .doesNotContain(":?", "%"));
  }

  @Test
  void theClaimsDifferInTheJobsThatTheyLockAlone() {
    assertSame(from("due AS ("), CLAIM_LISTED, CLAIM_DUE, CLAIM_SUSPECT);
    assertSame(
        between("status = 'PENDING' AND (losses = 0", "paused)"),
        CLAIM_LISTED,
        CLAIM_DUE,
        CLAIM_SUSPECT);
  }

  @Test
  void theCancellationsDifferInTheJobsThatTheyLockAlone() {
    assertSame(from("updated AS ("), CANCEL, CANCEL_BATCH);
  }

  @Test
  void theFailuresEndAlike() {
    assertSame(from("letter AS ("), FAIL_OVERDUE, FAIL_LOST);
    assertSame(from("event AS ("), FAIL, FAIL_OVERDUE, FAIL_LOST);
  }

  @Test
  void theLossesAreTakenFromTheSameLeases() {
    assertSame(between("WITH locked", "SKIP LOCKED)"), RETURN_EXPIRED, FAIL_LOST);
    assertSame(between("(locked.losses", "max_attempts))"), RETURN_EXPIRED, FAIL_LOST);
  }

  @Test
  void theReplaysDifferInTheDeadLettersThatTheyLockAlone() {
    assertSame(between("source AS (", "FROM job)"), REPLAY, REPLAY_ALL);
  }

  @Test
  void whatAWorkerEndsIsFencedAlike() {
    assertSame(between("WITH locked", "FOR NO KEY UPDATE)"), COMPLETE, FAIL, RETRY, RELEASE);
  }

  @Test
  void aJobIsCompletedAlikeAloneAndTogetherWithOthers() {
    assertSame(
        between("    INSERT INTO trained_configurations", "FROM locked, json_populate"),
        COMPLETE,
        COMPLETE_TOGETHER);
    assertSame(between("SET status = 'COMPLETED'", "event_seq + 1"), COMPLETE, COMPLETE_TOGETHER);
    assertSame(between("attempt AS (", "FROM updated),"), COMPLETE, COMPLETE_TOGETHER);
  }

  @Test
  void theTimeThatAJobHasRunIsCountedAlike() {
    assertSame(
        between("(j.timeout_seconds::bigint * 1000 - extract", ")::bigint"),
        Arrays.stream(Transition.values())
            .filter(row -> row.outcome() != null)
            .toArray(Transition[]::new));
  }

  @Test
  void theLogSaysOfASearchTheSameAtAllTimes() {
    assertSame(
        between("(SELECT CASE", "'search') search)"),
        CLAIM_LISTED,
        CLAIM_DUE,
        CLAIM_SUSPECT,
        RETRY,
        RELEASE,
        RETURN_EXPIRED,
        RETRY_ENDED);
    assertSame(
        between("(SELECT count(*) FROM (SELECT FROM training_logs", "< 2000"),
        CLAIM_LISTED,
        CLAIM_DUE,
        CLAIM_SUSPECT,
        RELEASE);
  }

  @Test
  void aPriorityIsTheSameHeadStartWhoeverStartsAJobAgain() {
    assertSame(between("CASE priority", "END"), RETRY_ENDED, REPLAY, REPLAY_ALL);
  }

  private static void assertSame(Pattern passage, Transition... rows) {
    TreeSet<String> texts =
        Arrays.stream(rows)
            .map(
                row ->
                    passage
                        .matcher(row.sql())
                        .results()
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(row + " lacks " + passage))
                        .group())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(texts).as("the passage that %s share", Arrays.toString(rows)).hasSize(1);
  }

  private static Pattern from(String begin) {
    return Pattern.compile(Pattern.quote(begin) + ".*", Pattern.DOTALL);
  }

  private static Pattern between(String begin, String end) {
    return Pattern.compile(Pattern.quote(begin) + ".*?" + Pattern.quote(end), Pattern.DOTALL);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
