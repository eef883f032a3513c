package dev.trainyard.job.lifecycle;

import dev.trainyard.job.AttemptOutcome;
import dev.trainyard.job.JobStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Records the transitions of jobs as PostgreSQL sees them: triggers note each new state of a job,
 * each attempt that ends, and the statement that did it.
 */
final class SeenTransitions {
  private static final String NOTE =
      """
      CREATE TABLE seen_states (tx xid8, job uuid, statement text, before text, after text);
      CREATE TABLE seen_ends (tx xid8, job uuid, statement text, outcome text);
      CREATE FUNCTION note_state() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' OR OLD.status <> NEW.status THEN
          INSERT INTO seen_states
          SELECT pg_current_xact_id(), NEW.id, current_query(), CASE TG_OP WHEN 'UPDATE' THEN OLD.status END, NEW.status;
        END IF;
        RETURN NULL;
      END $$;
      CREATE FUNCTION note_end() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO seen_ends SELECT pg_current_xact_id(), NEW.job_id, current_query(), NEW.outcome;
        RETURN NULL;
      END $$;
      CREATE TRIGGER note_state AFTER INSERT OR UPDATE ON training_jobs FOR EACH ROW EXECUTE FUNCTION note_state();
      CREATE TRIGGER note_end AFTER INSERT OR UPDATE ON job_attempts FOR EACH ROW WHEN (NEW.outcome IS NOT NULL)
        EXECUTE FUNCTION note_end();
      """;

  private static final String SEEN =
      """
      SELECT before, after, outcome, statement
      FROM seen_states FULL JOIN seen_ends USING (tx, job, statement) GROUP BY before, after, outcome, statement
      """;

  private static final Pattern PARAMETER = Pattern.compile("(?<!:):[a-z_]+");

  private static final Map<Transition, Pattern> TEXTS =
      Arrays.stream(Transition.values())
          .collect(Collectors.toMap(Function.identity(), SeenTransitions::sent));

  private final JdbcClient jdbc;

  /**
   * A kind of transition that happened.
   *
   * @param by the transition whose statement it was; empty when it was none
   * @param statement the statement as PostgreSQL got it
   * @param before the previous state of the job; null when it was created
   * @param after the new state of the job; null when an attempt ended without a new state
   * @param outcome how an attempt of the job ended; null when none did
   */
  record Seen(
      Optional<Transition> by,
      String statement,
      JobStatus before,
      JobStatus after,
      AttemptOutcome outcome) {}

  /** Starts to watch a database. */
  SeenTransitions(JdbcClient jdbc) {
    this.jdbc = jdbc;
    jdbc.sql(NOTE).update();
  }

  /** Returns all kinds of transitions so far. */
  List<Seen> all() {
    return jdbc.sql(SEEN)
        .query(
            (rs, row) ->
                new Seen(
                    by(rs.getString("statement")),
                    rs.getString("statement"),
                    status(rs.getString("before")),
                    status(rs.getString("after")),
                    AttemptOutcome.of(rs.getString("outcome"))))
        .list();
  }

  private static Optional<Transition> by(String statement) {
    return Arrays.stream(Transition.values())
        .filter(transition -> TEXTS.get(transition).matcher(statement).matches())
        .findFirst();
  }

  private static JobStatus status(String name) {
    return name == null ? null : JobStatus.valueOf(name);
  }

  /**
   * Returns a statement as the driver sends it: with numbers for parameters; a filter is replaced
   * by its own text.
   */
  private static Pattern sent(Transition transition) {
    String literal =
        PARAMETER
            .matcher(transition.sql())
            .replaceAll(
                name ->
                    name.group().equals(":where") ? "\\\\E.+?\\\\Q" : "\\\\E\\\\\\$\\\\d+\\\\Q");
    return Pattern.compile("\\Q" + literal + "\\E", Pattern.DOTALL);
  }
}
