package dev.trainyard.job.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.UserText;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses a request that asks for too few candles, whatever is stored when the job runs. Only the
 * job can find that fewer are stored or that the filter drops some.
 */
final class CandlesNeeded {

  /** Adds an error when an otherwise valid request, with its defaults, asks for too few candles. */
  void check(ObjectNode request, Strategy strategy, ParameterSpace space, FieldErrors errors) {
    JsonNode days = request.get("lookback_days");
    String field = days.isNumber() ? "lookback_days" : "lookback_candles";
    Timeframe timeframe = Timeframe.of(request.get("timeframe").textValue()).orElseThrow();
    long asked =
        days.isNumber()
            ? timeframe.candlesIn(days.doubleValue())
            : request.get("lookback_candles").longValue();
    long searched = asked;
    if (request.get("run_validation").booleanValue()) {
      JsonNode validation = request.get("validation");
      ValidationSettings settings =
          new ValidationSettings(
              validation.get("holdout").doubleValue(), validation.get("windows").intValue());
      Optional<Integer> embargo = longestHolding(strategy, space);
      if (embargo.isEmpty()) {
        return;
      }
      int fewest = Split.fewestCandles(embargo.get(), settings);
      if (asked < fewest) {
        errors.add(
            field,
            "must be %s, not %s: to validate, %s. Ask for more, or set run_validation to false"
                .formatted(
                    amount(fewest, days, timeframe),
                    UserText.shown(request.get(field)),
                    Split.need(fewest, embargo.get(), settings)));
        return;
      }
      searched = (long) Math.floor(asked * (1 - settings.holdout()) + 1e-6);
    }
    JsonNode minTrades = request.get("min_trades");
    if (minTrades.isNumber() && minTrades.longValue() > searched) {
      errors.add(
          "min_trades",
          String.format(
              Locale.ROOT,
              "must be at most %,d, the number of candles searched: each trade takes at least one, so no trial could"
                  + " be feasible",
              searched));
    }
  }

  /** Returns empty when a plug-in strategy throws; its job then fails and reports the error. */
  private static Optional<Integer> longestHolding(Strategy strategy, ParameterSpace space) {
    try {
      return Optional.of(Split.longestHolding(strategy, space));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String amount(int candles, JsonNode days, Timeframe timeframe) {
    if (!days.isNumber()) {
      return "at least " + candles;
    }
    // A part of a candle counts
    return String.format(
        Locale.ROOT,
        "more than %s for %,d candles of %s",
        timeframe.daysOf(candles - 1).toPlainString(),
        candles,
        timeframe.label());
  }
}
