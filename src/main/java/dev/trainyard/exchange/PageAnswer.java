package dev.trainyard.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.exchange.Exchange.AnswerForm;
import dev.trainyard.exchange.Exchange.Place;
import dev.trainyard.market.Candles;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The candles in the answer of an exchange. Nothing of it is trusted: neither its order, nor its
 * length, nor that it holds what was asked for.
 */
final class PageAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANY = "*";

  /** How much of an answer is shown to people. */
  private static final int SHOWN = 200;

  private final PageRequest request;
  private final String text;

  PageAnswer(PageRequest request, String text) {
    this.request = request;
    this.text = text;
  }

  /**
   * Returns the finished candles that were asked for, oldest first, one of each time.
   *
   * @param now epoch milliseconds: a candle that ends later still runs
   * @throws ExchangeRefusedException when the answer has not the form that the file promises, or
   *     says that something went wrong
   */
  Candles candles(long now) throws ExchangeRefusedException {
    JsonNode document = document();
    requireSuccess(document);
    AnswerForm form = request.exchange().answer();
    Map<Long, double[]> byTime = new TreeMap<>();
    long step = request.timeframe().millis();
    int number = 0;
    int aligned = 0;
    for (JsonNode row : rows(document)) {
      long time = time(row, number);
      double[] values = {
        number(row, form.open(), "open", number),
        number(row, form.high(), "high", number),
        number(row, form.low(), "low", number),
        number(row, form.close(), "close", number),
        number(row, form.volume(), "volume", number)
      };
      number++;
      aligned += time % step == 0 ? 1 : 0;
      boolean isAsked = time >= request.from() && time < request.to() && time % step == 0;
      boolean isFinished =
          time + step <= now && (form.finished() == null || form.finished().isIn(row));
      if (isAsked && isFinished) {
        requireSound(values, number);
        double[] other = byTime.put(time, values);
        if (other != null && !Arrays.equals(other, values)) {
          throw formless(
              "has the candle of %s twice, with other figures"
                  .formatted(Instant.ofEpochMilli(time)));
        }
      }
    }
    if (number > 0 && aligned == 0) {
      throw formless(
          "has no time at answer.time, %s, that is the open of a candle of %s"
              .formatted(form.time(), request.timeframe().label()));
    }
    return candles(byTime);
  }

  private static Candles candles(Map<Long, double[]> byTime) {
    int size = byTime.size();
    long[] time = new long[size];
    double[][] values = new double[5][size];
    int i = 0;
    for (Map.Entry<Long, double[]> candle : byTime.entrySet()) {
      time[i] = candle.getKey();
      for (int k = 0; k < values.length; k++) {
        values[k][i] = candle.getValue()[k];
      }
      i++;
    }
    return new Candles(time, values[0], values[1], values[2], values[3], values[4]);
  }

  private JsonNode document() throws ExchangeRefusedException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw formless("is no JSON");
    }
  }

  private void requireSuccess(JsonNode document) throws ExchangeRefusedException {
    List<String> at = request.exchange().errors().successAt();
    if (at.isEmpty()) {
      return;
    }
    JsonNode said = document;
    for (String name : at) {
      said = said.path(name);
    }
    String value = said.isContainerNode() ? said.toString() : said.asText();
    if (!value.equals(request.exchange().errors().success())) {
      throw new ExchangeRefusedException(
          "%s refuses the request: %s".formatted(request.exchange().name(), shown(text)));
    }
  }

  private JsonNode rows(JsonNode document) throws ExchangeRefusedException {
    JsonNode at = document;
    for (String name : request.exchange().answer().rows()) {
      at = name.equals(ANY) ? anyList(at) : at.path(name);
    }
    if (!at.isArray()) {
      List<String> path = request.exchange().answer().rows();
      throw formless(
          path.isEmpty()
              ? "is no list"
              : "has no list at answer.rows, %s".formatted(String.join(".", path)));
    }
    return at;
  }

  private static JsonNode anyList(JsonNode object) {
    for (Iterator<JsonNode> values = object.elements(); values.hasNext(); ) {
      JsonNode value = values.next();
      if (value.isArray()) {
        return value;
      }
    }
    return object.path(ANY);
  }

  private long time(JsonNode row, int number) throws ExchangeRefusedException {
    Place place = request.exchange().answer().time();
    JsonNode value = place.in(row);
    try {
      return switch (request.exchange().answer().timeUnit()) {
        case MS -> Long.parseLong(value.asText());
        case S ->
            Math.multiplyExact(Long.parseLong(value.asText().replaceFirst("\\.0*$", "")), 1000L);
        case ISO -> iso(value.asText());
      };
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw missing("time", place, number);
    }
  }

  private static long iso(String text) {
    return text.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
        ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private double number(JsonNode row, Place place, String name, int number)
      throws ExchangeRefusedException {
    JsonNode value = place.in(row);
    if (value.isNumber() && Double.isFinite(value.doubleValue())) {
      return value.doubleValue();
    }
    try {
      double parsed = value.isTextual() ? Double.parseDouble(value.textValue()) : Double.NaN;
      if (Double.isFinite(parsed)) {
        return parsed;
      }
    } catch (NumberFormatException e) {
      throw missing(name, place, number);
    }
    throw missing(name, place, number);
  }

  private void requireSound(double[] values, int number) throws ExchangeRefusedException {
    double open = values[0];
    double high = values[1];
    double low = values[2];
    double close = values[3];
    if (low <= 0 || values[4] < 0 || open < low || open > high || close < low || close > high) {
      throw formless(
          "contradicts itself in candle %d, so answer.open, high, low, close and volume may be in another order"
              .formatted(number));
    }
  }

  private ExchangeRefusedException missing(String name, Place place, int number) {
    return formless(
        "has no %s at answer.%s, %s, of candle %d"
            .formatted(name.equals("time") ? "time" : "number", name, place, number + 1));
  }

  /** The answer is not what the file promises. */
  private ExchangeRefusedException formless(String what) {
    return new ExchangeRefusedException(
        "the answer of %s %s; it begins with: %s"
            .formatted(request.exchange().name(), what, shown(text)));
  }

  /** The beginning of an answer, on one line. */
  static String shown(String text) {
    String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    return line.isEmpty()
        ? "nothing"
        : line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
  }
}
