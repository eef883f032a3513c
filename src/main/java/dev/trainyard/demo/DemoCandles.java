package dev.trainyard.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleImporter;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.marketdata.CandleStore;
import dev.trainyard.marketdata.SeriesTraits.Source;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;

/** Imports candles of a week of real trades, which ship with ta4j's examples. */
final class DemoCandles {
  static final String EXCHANGE = "bitstamp";
  static final String SYMBOL = "BTC/USD";

  private static final String TRADES = "bitstamp_trades_from_20131125_usd.csv";
  private static final List<Timeframe> TIMEFRAMES =
      List.of(Timeframe.M1, Timeframe.M5, Timeframe.M15);

  private final CandleStore store;
  private final CandleImporter importer;

  DemoCandles(CandleStore store, CandleImporter importer) {
    this.store = store;
    this.importer = importer;
  }

  /**
   * Imports the series that are not stored yet.
   *
   * @return number of imported candles by timeframe; empty when all series were stored already
   */
  Map<Timeframe, Integer> importMissing() throws IOException {
    List<Timeframe> missing =
        TIMEFRAMES.stream().filter(timeframe -> store.find(series(timeframe)).isEmpty()).toList();
    Map<Timeframe, Integer> imported = new EnumMap<>(Timeframe.class);
    if (!missing.isEmpty()) {
      aggregate(missing)
          .forEach(
              (timeframe, candles) -> {
                importer.importCandles(series(timeframe), candles, Source.UPLOAD);
                imported.put(timeframe, candles.size());
              });
    }
    return imported;
  }

  private static CandleSeries series(Timeframe timeframe) {
    return new CandleSeries(EXCHANGE, SYMBOL, timeframe);
  }

  private static Map<Timeframe, Candles> aggregate(List<Timeframe> timeframes) throws IOException {
    Map<Timeframe, TradeAggregator> aggregators = new EnumMap<>(Timeframe.class);
    timeframes.forEach(timeframe -> aggregators.put(timeframe, new TradeAggregator(timeframe)));
    ClassPathResource resource = new ClassPathResource(TRADES);
    if (!resource.exists()) {
      throw new IOException(
          "the jar for servers has no trades for it; start trainyard.jar, or import candles of your own");
    }
    try (InputStream file = resource.getInputStream();
        CsvReader<NamedCsvRecord> trades = CsvReader.builder().ofNamedCsvRecord(file)) {
      for (NamedCsvRecord trade : trades) {
        long time = Duration.ofSeconds(Long.parseLong(trade.getField("timestamp"))).toMillis();
        double price = Double.parseDouble(trade.getField("price"));
        double amount = Double.parseDouble(trade.getField("amount"));
        aggregators.values().forEach(aggregator -> aggregator.add(time, price, amount));
      }
    }
    Map<Timeframe, Candles> candles = new EnumMap<>(Timeframe.class);
    aggregators.forEach((timeframe, aggregator) -> candles.put(timeframe, aggregator.candles()));
    return candles;
  }
}
