package dev.trainyard.fault;

import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * All that a job has found, as text that differs if one bit of it differs.
 *
 * @param configuration the trained configuration, without what tells when and for whom it was made
 * @param trials number of the stored trials and a digest of them
 */
record Outcome(String configuration, String trials) {
  private static final String CONFIGURATION =
      """
      SELECT to_json(c)::text FROM (
        SELECT strategy, symbol, exchange, timeframe, regime, optimizer, objective, parameters, lifecycle_stage, confidence,
            verdict, overfitting_detected, net_profit, sharpe_ratio, sortino_ratio, calmar_ratio, profit_factor, expectancy,
            max_drawdown, win_rate, sample_size, p_value, in_sample, out_of_sample, walk_forward, full_sample, validation,
            lifecycle, data_quality, space, seed, trials, candles, data_from, data_to, data_fingerprint, engine_version
        FROM trained_configurations WHERE job_id = :job LIMIT 1) c
      """;

  private static final String TRIALS =
      """
      SELECT count(*) || ' trials, digest ' || coalesce(md5(string_agg(to_json(t)::text, ',' ORDER BY study, number)), 'none')
      FROM (SELECT study, number, parameters, score, violation, feasible, metrics, buckets, reused_from
            FROM training_trials WHERE job_id = :job) t
      """;

  /** What is stored for a job; empty without a configuration, and with any one of several. */
  static Optional<Outcome> of(JdbcClient jdbc, UUID job) {
    String trials = jdbc.sql(TRIALS).param("job", job).query(String.class).single();
    return jdbc.sql(CONFIGURATION)
        .param("job", job)
        .query(String.class)
        .optional()
        .map(configuration -> new Outcome(configuration, trials));
  }
}
