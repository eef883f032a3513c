package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.JsonText;
import dev.trainyard.cli.terminal.Palette.Tone;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** What fields of the service's JSON look like to people. A field that is null is empty. */
final class Cells {
  private static final int SHOWN_DIGITS = 5;
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;

  private Cells() {}

  /** A field as it is; one inside another is written {@code request.symbol}. */
  static String text(JsonNode row, String field) {
    JsonNode value = at(row, field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? JsonText.write(value) : value.asText();
  }

  static JsonNode at(JsonNode row, String field) {
    JsonNode value = row;
    for (String name : field.split("\\.", -1)) {
      value = value.path(name);
    }
    return value;
  }

  /** A time to the second, as UTC. */
  static String time(JsonNode row, String field) {
    return text(row, field).replaceFirst("\\.\\d+", "");
  }

  /** A number to five digits. */
  static String number(JsonNode row, String field) {
    return number(at(row, field));
  }

  /** A number to five digits; whole numbers in full. */
  static String number(JsonNode value) {
    if (!value.isNumber()) {
      return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
    BigDecimal exact = value.decimalValue();
    BigDecimal shown =
        exact.stripTrailingZeros().scale() <= 0
            ? exact
            : exact.round(new MathContext(SHOWN_DIGITS));
    return shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
  }

  /** A market, or several that are trained on together: symbol and timeframe. */
  static String market(JsonNode row, String symbol, String timeframe) {
    List<String> several = new ArrayList<>();
    row.path("symbols").forEach(one -> several.add(one.asText()));
    String name = several.isEmpty() ? text(row, symbol) : String.join(",", several);
    return (name + " " + text(row, timeframe)).strip();
  }

  /** Names and values, {@code a=1 b=2}. */
  static String pairs(JsonNode object) {
    StringBuilder pairs = new StringBuilder();
    object
        .properties()
        .forEach(
            pair ->
                pairs
                    .append(pairs.isEmpty() ? "" : " ")
                    .append(pair.getKey())
                    .append('=')
                    .append(number(pair.getValue())));
    return pairs.toString();
  }

  /** The tone of a status, an outcome or a verdict. */
  static Tone tone(String word) {
    return switch (word) {
      case "COMPLETED", "EDGE", "completed", "applied", "active", "UP", "Started" -> Tone.GOOD;
      case "FAILED", "failed", "refused", "DOWN", "Stopped" -> Tone.BAD;
      case "RUNNING" -> Tone.ACTIVE;
      case "CANCELLED", "OVERFIT", "NO_EDGE", "cancelled", "rolled_back", "DEGRADED" ->
          Tone.WARNING;
      default -> Tone.NEUTRAL;
    };
  }

  /**
   * The time between two fields of the same clock, as {@code 1:02:03}; empty unless it is known.
   */
  static String between(JsonNode row, String from, String to) {
    try {
      String start = text(row, from);
      String end = text(row, to);
      return start.isEmpty() || end.isEmpty()
          ? ""
          : clock(Duration.between(Instant.parse(start), Instant.parse(end)));
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private static String clock(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds >= HOUR
        ? "%d:%02d:%02d".formatted(seconds / HOUR, seconds % HOUR / MINUTE, seconds % MINUTE)
        : "%d:%02d".formatted(seconds / MINUTE, seconds % MINUTE);
  }
}
