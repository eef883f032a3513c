package dev.trainyard.strategy.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One result of the replaced system on real candles. */
public record GoldenEntry(String label, JsonNode json) {

  /** Returns all entries of the golden files. */
  public static Stream<GoldenEntry> all() {
    List<GoldenEntry> entries = new ArrayList<>();
    for (String file : List.of("btcusdt-5m.json", "btcusdt-1h.json")) {
      try {
        JsonNode list = new ObjectMapper().readTree(RealCandles.resource("/golden/" + file));
        for (JsonNode entry : list) {
          entries.add(
              new GoldenEntry(
                  "%s %s #%d".formatted(entry.path("strategy").asText(), file, entries.size()),
                  entry));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries.stream();
  }

  /** Returns the entries of LIQUIDITY_SWEEP. */
  public static Stream<GoldenEntry> liquiditySweeps() {
    return all().filter(entry -> entry.strategy().equals(LiquiditySweep.NAME));
  }

  /** Returns the name of the strategy. */
  public String strategy() {
    return json.path("strategy").asText();
  }

  /** Returns the slice of candles to which the bars refer. */
  public Candles candles() {
    return RealCandles.of(json.path("data").asText())
        .slice(json.path("from_bar").asInt(), json.path("to_bar").asInt());
  }

  /** Returns the length of a candle in milliseconds. */
  public long candleMillis() {
    return (json.path("data").asText().contains("5m") ? Timeframe.M5 : Timeframe.H1).millis();
  }

  /** Returns a parameter of the entry. */
  public double parameter(String name) {
    return json.path("parameters").path(name).doubleValue();
  }

  /** Returns the signals of the replaced system. */
  public Signals signals() {
    Signals signals = new Signals();
    for (JsonNode s : json.path("signals")) {
      Side side = s.get(1).asText().equals("BUY") ? Side.LONG : Side.SHORT;
      signals.add(s.get(0).asInt(), side, s.get(2).doubleValue(), s.get(3).doubleValue());
    }
    return signals;
  }

  @Override
  public String toString() {
    return label;
  }
}
