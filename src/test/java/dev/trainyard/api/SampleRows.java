package dev.trainyard.api;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that a worker would have written. */
public final class SampleRows {

  private SampleRows() {}

  /**
   * A trained configuration.
   *
   * @param netProfit its net profit; null without validation
   * @return its id
   */
  public static String configuration(
      JdbcClient jdbc, String jobId, String symbol, Double netProfit) {
    return jdbc.sql(
            """
            INSERT INTO trained_configurations (id, job_id, strategy, symbol, exchange, timeframe, optimizer, objective,
                parameters, lifecycle_stage, verdict, net_profit, in_sample, lifecycle, data_quality, request, space, seed,
                trials, candles, data_from, data_to, data_fingerprint, engine_version)
            VALUES (uuid_v7(), CAST(? AS uuid), 'LIQUIDITY_SWEEP', ?, 'bitstamp', '5m', 'bayesian', 'sharpe_ratio',
                '{"pierce_depth": 0.002}', 'DISCOVERY', 'NO_EDGE', CAST(? AS double precision), '{}', '{}', '{"rows": 3}',
                '{}', '[]', 42, 200, 10000, now() - interval '1 day', now(), 'f', '1')
            RETURNING id
            """)
        .params(jobId, symbol, netProfit)
        .query(UUID.class)
        .single()
        .toString();
  }

  /**
   * A dead letter.
   *
   * @return its id
   */
  public static String failedJob(JdbcClient jdbc, String errorClass) {
    return jdbc.sql(
            """
            INSERT INTO failed_jobs (id, job_id, strategy, symbol, exchange, timeframe, stage, kind, error_class, message,
                stack, request, attempts, expires_at)
            VALUES (uuid_v7(), gen_random_uuid(), 'LIQUIDITY_SWEEP', 'BTC/USDT', 'bitstamp', '5m', 'DATA_PREPARATION',
                'permanent', ?, 'no candles', 'at line 1', '{"seed": 42}', 1, now() + interval '7 days')
            RETURNING id
            """)
        .param(errorClass)
        .query(UUID.class)
        .single()
        .toString();
  }
}
