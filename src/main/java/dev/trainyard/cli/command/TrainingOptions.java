package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of a training request that are set most often. The service checks them all. */
final class TrainingOptions {
  @Option(
      names = "--exchange",
      paramLabel = "NAME",
      description = "Exchange that the candles are of.")
  private @Nullable String exchange;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description = "bayesian, cmaes, random, qmc or grid.")
  private @Nullable String optimizer;

  @Option(
      names = {"-n", "--iterations"},
      paramLabel = "NUMBER",
      description = "Trials of the search.")
  private @Nullable Integer iterations;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Seed of every random draw.")
  private @Nullable Long seed;

  @Option(
      names = "--objective",
      paramLabel = "METRIC",
      description = "What the search maximises, such as sharpe_ratio.")
  private @Nullable String objective;

  @Option(
      names = "--across",
      paramLabel = "NAME",
      description = "How the results on several markets in one job become one: median or worst.")
  private @Nullable String across;

  @Option(names = "--lookback", paramLabel = "CANDLES", description = "Newest candles to train on.")
  private @Nullable Integer lookback;

  @Option(names = "--lookback-days", paramLabel = "DAYS", description = "Newest days to train on.")
  private @Nullable Double lookbackDays;

  @Option(names = "--priority", paramLabel = "NAME", description = "high, normal or low.")
  private @Nullable String priority;

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long the job may run.")
  private @Nullable Integer timeout;

  @Option(names = "--no-validation", description = "Do not judge the winner out of sample.")
  private boolean noValidation;

  /** Writes what is given into a request. */
  void into(ObjectNode body) {
    text(body, "exchange", exchange);
    text(body, "optimizer", optimizer);
    text(body, "objective", objective);
    text(body, "across", across);
    text(body, "priority", priority);
    if (iterations != null) {
      body.put("n_iterations", iterations);
    }
    if (seed != null) {
      body.put("seed", seed);
    }
    if (lookback != null) {
      body.put("lookback_candles", lookback);
    }
    if (lookbackDays != null) {
      body.put("lookback_days", lookbackDays);
    }
    if (timeout != null) {
      body.put("timeout_seconds", timeout);
    }
    if (noValidation) {
      body.put("run_validation", false);
    }
  }

  static void text(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
