package dev.trainyard.api;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that a worker would have written. */
public final class SampleRows {
  /** Figures of a back-test with 12 trades, as JSON. */
  public static final String METRICS =
      """
      {"net_profit_pct": 25.0, "gross_win_rate": 0.5, "profit_factor": 1.5, "sharpe_ratio": 1.2, "sortino_ratio": 1.4,
      "calmar_ratio": 2.5, "max_drawdown_pct": -10.0, "avg_drawdown_pct": -3.0, "total_trades": 12, "winning_trades": 6,
      "losing_trades": 6, "avg_win_pct": 6.0, "avg_loss_pct": -2.0, "largest_win_pct": 9.0, "largest_loss_pct": -3.0,
      "avg_holding_periods": 8.0, "expectancy": 2.0, "exposure": 0.3, "turnover": 24.0, "cost_share": 0.1,
      "break_even_cost": 0.01, "ambiguous_bars": 0, "skipped_entries": 0, "ruined": false, "bars": 7000,
      "bars_per_year": 105120.0, "mean_bar_return": 0.00003, "std_bar_return": 0.001, "bar_sharpe": 0.03,
      "bar_skewness": null, "bar_kurtosis": 3.0}""";

  private static final String BLOCK =
      METRICS.replaceFirst(
          "\\{", "{\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-25T07:15:00Z\", ");

  private static final String DATA_QUALITY =
      """
      {"asked": 5, "loaded": 4, "kept": 3, "gaps": 0, "missing_candles": 0, "duplicates": 0, "ohlc_violations": 0,
      "dropped": {"zero_volume": 1, "low_volume": 0, "single_price": 0, "flat": 0}}""";

  private static final String REQUEST =
      """
      {"strategy": "LIQUIDITY_SWEEP", "symbol": "BTC/USDT", "exchange": "bitstamp", "timeframe": "5m", "regime": null,
      "optimizer": "bayesian", "lookback_candles": 10000, "lookback_days": null, "n_iterations": 200, "seed": 42,
      "batch_size": 8, "objective": "sharpe_ratio", "min_trades": null, "constraints": {"max_drawdown": null},
      "parameter_space": null, "run_validation": false, "validation": {"holdout": 0.3, "windows": 5},
      "execution_model": "realistic", "capital": 10000, "risk_per_trade": 0.02, "sizing": "fixed",
      "costs": {"fee_rate": 0.001, "slippage_rate": 0.0005, "funding_rate_8h": 0},
      "data_filter_config": {"enable_filtering": true, "min_volume_threshold": 0.1, "min_price_movement_pct": 0.01,
      "filter_flat_candles": true, "preserve_high_volume_single_price": true}, "pruning": false, "early_stop": false,
      "warm_start_from": null, "reuse": false, "priority": "normal", "timeout_seconds": 1800, "max_attempts": 3,
      "run_at": null, "fetch": false, "callback_url": null}""";

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
                '{"pierce_depth": 0.002}', 'DISCOVERY', 'NO_EDGE', CAST(? AS double precision), CAST(? AS json),
                '{"stage": "DISCOVERY", "confidence": null}', CAST(? AS json), CAST(? AS json), '[]', 42, 200, 10000, now() - interval '1 day', now(), 'f', '1')
            RETURNING id
            """)
        .params(jobId, symbol, netProfit, BLOCK, DATA_QUALITY, REQUEST)
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
                'permanent', ?, 'no candles', 'at line 1', CAST(? AS json), 1, now() + interval '7 days')
            RETURNING id
            """)
        .params(errorClass, REQUEST)
        .query(UUID.class)
        .single()
        .toString();
  }
}
