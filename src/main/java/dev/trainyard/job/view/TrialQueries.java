package dev.trainyard.job.view;

import dev.trainyard.sql.Conditions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the trials of searches, without those of the walk-forward windows. */
@Repository
public class TrialQueries {
  private static final String OF_SEARCH = "t.job_id = :job_id AND t.study = 'search'";

  /** The trials are chosen by their index alone, and only those of the page are read. */
  private static final String PAGE =
      """
      SELECT t.number, t.parameters, t.score, t.feasible, t.metrics
      FROM (SELECT t.number FROM training_trials t %s ORDER BY %s LIMIT :limit) page
          JOIN training_trials t ON %s AND t.number = page.number
      ORDER BY %s
      """;

  private static final String SCORES =
      """
      SELECT t.number, t.score, t.feasible FROM training_trials t
      WHERE t.job_id = :job_id AND t.study = 'search' AND t.number > :after ORDER BY t.number LIMIT :limit
      """;

  private static final String PARAMETERS =
      """
      SELECT t.number, t.parameters FROM training_trials t
      WHERE t.job_id = :job_id AND t.study = 'search' AND t.number = ANY(:numbers) ORDER BY t.number
      """;

  private static final String IMPORTANCE =
      "SELECT validation ->> 'importance' FROM trained_configurations WHERE job_id = :job_id";

  private static final int SCORES_AT_ONCE = 10_000;

  private final JdbcClient jdbc;

  /** Creates the queries of a database. */
  public TrialQueries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Lists trials by number.
   *
   * @param after number after which the list continues; −1 for the first
   * @param limit the most to return
   */
  public List<TrialView> list(UUID jobId, int after, int limit) {
    return list(jobId, new TrialFilter(TrialOrder.NUMBER, null, null, after), limit);
  }

  /**
   * Lists trials.
   *
   * @param limit the most to return
   */
  public List<TrialView> list(UUID jobId, TrialFilter filter, int limit) {
    String keys = filter.order().keys();
    Conditions conditions =
        new Conditions()
            .term(OF_SEARCH, "job_id", jobId)
            .term("t.feasible = :feasible", "feasible", filter.feasible())
            .term(place(filter.order(), ">", "after"), "after", filter.after())
            .term(place(filter.order(), ">=", "from"), "from", filter.from());
    return conditions
        .bind(jdbc.sql(PAGE.formatted(conditions.where(), keys, OF_SEARCH, keys)))
        .param("limit", limit)
        .query(
            (row, number) ->
                new TrialView(
                    row.getInt("number"),
                    row.getString("parameters"),
                    row.getDouble("score"),
                    row.getBoolean("feasible"),
                    row.getString("metrics")))
        .list();
  }

  /** Counts the trials of a search; none when its job was deleted. */
  public int count(UUID jobId) {
    return jdbc.sql("SELECT count(*) FROM training_trials t WHERE " + OF_SEARCH)
        .param("job_id", jobId)
        .query(Integer.class)
        .single();
  }

  /** The condition of trials at or behind the place of one. */
  private static String place(TrialOrder order, String comparison, String parameter) {
    return order == TrialOrder.NUMBER
        ? "t.number %s :%s".formatted(comparison, parameter)
        : "(%s) %s (SELECT %s FROM training_trials t WHERE %s AND t.number = :%s)"
            .formatted(order.keys(), comparison, order.keys(), OF_SEARCH, parameter);
  }

  /** Returns the scores of all trials of a search, some at a time, as the driver keeps a result. */
  public TrialScores scores(UUID jobId) {
    TrialScores scores = new TrialScores();
    int before;
    do {
      before = scores.size();
      jdbc.sql(SCORES)
          .param("job_id", jobId)
          .param("after", before == 0 ? -1 : scores.number(before - 1))
          .param("limit", SCORES_AT_ONCE)
          .query(
              row -> {
                scores.add(row.getInt(1), row.getDouble(2), row.getBoolean(3));
              });
    } while (scores.size() - before == SCORES_AT_ONCE);
    return scores;
  }

  /** Returns the parameters of some trials, JSON, by number. */
  public Map<Integer, String> parameters(UUID jobId, Collection<Integer> numbers) {
    Map<Integer, String> parameters = new LinkedHashMap<>();
    jdbc.sql(PARAMETERS)
        .param("job_id", jobId)
        .param("numbers", numbers.toArray(Integer[]::new))
        .query(
            row -> {
              parameters.put(row.getInt(1), row.getString(2));
            });
    return parameters;
  }

  /**
   * Returns the shares of the parameters in what made the trials of a job good, JSON; empty when
   * its validation has not found them.
   */
  public Optional<String> importance(UUID jobId) {
    List<@Nullable String> found =
        jdbc.sql(IMPORTANCE).param("job_id", jobId).query((row, number) -> row.getString(1)).list();
    return found.isEmpty() ? Optional.empty() : Optional.ofNullable(found.get(0));
  }
}
