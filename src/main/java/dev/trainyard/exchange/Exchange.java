package dev.trainyard.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.market.Timeframe;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An exchange, as its file describes it.
 *
 * @param name its name in series and paths, such as {@code binance}
 * @param url its address
 * @param limit how often it may be asked
 * @param symbol how it calls markets
 * @param timeframes its own names of the timeframes that it has
 * @param request how a page of candles is asked for
 * @param answer where the candles are in an answer
 * @param errors how it says that something went wrong
 * @param history how many of its newest candles can be had; null for all
 */
public record Exchange(
    String name,
    URI url,
    Limit limit,
    SymbolForm symbol,
    Map<Timeframe, String> timeframes,
    RequestForm request,
    AnswerForm answer,
    ErrorForm errors,
    @Nullable Integer history) {

  public Exchange {
    timeframes = Collections.unmodifiableMap(new LinkedHashMap<>(timeframes));
  }

  /**
   * How often it may be asked, by all processes together.
   *
   * @param requests requests in the time
   * @param per the time
   */
  public record Limit(int requests, Duration per) {}

  /**
   * How it calls markets.
   *
   * @param form text with {@code {base}} and {@code {quote}} in it
   * @param isLower whether its letters are small
   * @param names currencies that have another name there, by ours
   */
  public record SymbolForm(String form, boolean isLower, Map<String, String> names) {
    public SymbolForm {
      names = Map.copyOf(names);
    }

    /** Returns its name of a market. */
    public String of(String base, String quote) {
      String name =
          form.replace("{base}", names.getOrDefault(base, base))
              .replace("{quote}", names.getOrDefault(quote, quote));
      return isLower ? name.toLowerCase(Locale.ROOT) : name;
    }
  }

  /** How times are written. */
  public enum TimeUnit {
    S,
    MS,
    ISO
  }

  /**
   * How a page of candles is asked for.
   *
   * @param isPost whether by POST
   * @param path path with placeholders
   * @param query parameters with placeholders
   * @param body text with placeholders; null for none
   * @param rows how many candles an answer has at most
   * @param time how the times are written
   */
  public record RequestForm(
      boolean isPost,
      String path,
      Map<String, String> query,
      @Nullable String body,
      int rows,
      TimeUnit time) {
    public RequestForm {
      query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }
  }

  /**
   * Where a value of a candle is: a place in a list, or a field of an object.
   *
   * @param index place from 0; −1 for a field
   * @param field name of the field; empty for a place
   */
  public record Place(int index, String field) {
    JsonNode in(JsonNode row) {
      return index >= 0 ? row.path(index) : row.path(field);
    }

    @Override
    public String toString() {
      return index >= 0 ? "[" + index + "]" : field;
    }
  }

  /**
   * A value that says something.
   *
   * @param at where it is
   * @param is how it is written then
   */
  public record Mark(Place at, String is) {
    boolean isIn(JsonNode row) {
      return at.in(row).asText().equals(is);
    }
  }

  /**
   * Where the candles are in an answer.
   *
   * @param rows names on the way to their list
   * @param time open time
   * @param timeUnit how the times are written
   * @param open price at the open
   * @param high highest price
   * @param low lowest price
   * @param close price at the close
   * @param volume volume in the base currency
   * @param finished what says that a candle does not run any more; null when nothing does
   * @param isFilled whether times without trades are flat candles; they are absent otherwise
   */
  public record AnswerForm(
      List<String> rows,
      Place time,
      TimeUnit timeUnit,
      Place open,
      Place high,
      Place low,
      Place close,
      Place volume,
      @Nullable Mark finished,
      boolean isFilled) {
    public AnswerForm {
      rows = List.copyOf(rows);
    }
  }

  /**
   * How it says that something went wrong.
   *
   * @param successAt path to what an answer of status 200 has to say; empty when the status is
   *     enough
   * @param success how that is written
   * @param tooFastStatuses statuses of an answer to one who asks too often
   * @param tooFastTexts texts in such an answer
   * @param pause how long to wait then
   */
  public record ErrorForm(
      List<String> successAt,
      String success,
      List<Integer> tooFastStatuses,
      List<String> tooFastTexts,
      Duration pause) {
    public ErrorForm {
      successAt = List.copyOf(successAt);
      tooFastStatuses = List.copyOf(tooFastStatuses);
      tooFastTexts = List.copyOf(tooFastTexts);
    }
  }

  /**
   * Returns the timeframe that is asked for to get another one: itself, or the longest of which it
   * has a whole number; empty when there is none.
   */
  public Optional<Timeframe> sourceOf(Timeframe wanted) {
    return timeframes.keySet().stream()
        .filter(have -> wanted.millis() % have.millis() == 0)
        .max(Comparator.comparingLong(Timeframe::millis));
  }

  /** Returns the same exchange at another address. */
  Exchange at(URI other) {
    return new Exchange(name, other, limit, symbol, timeframes, request, answer, errors, history);
  }
}
