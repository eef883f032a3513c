package dev.trainyard.market.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Timeframe;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.FileOptions.Column;
import dev.trainyard.market.file.FileOptions.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The layouts that exchanges and tools write: each is read rightly, or refused with what to add.
 */
class FileLayoutsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-07-02T12:02:00Z"), ZoneOffset.UTC);

  private static final long STEP = Timeframe.M5.millis();

  /** 2025-04-03T17:05:00Z. */
  private static final long TIME = 1_743_699_900_000L;

  private static final int BARS = 20;

  private final List<Row> rows = new ArrayList<>();

  private record Row(
      long time, double open, double high, double low, double close, double volume) {}

  /** Candles near 100, of 10.5 of the base currency each, that move. */
  private static List<Row> expected() {
    return IntStream.range(0, BARS)
        .mapToObj(
            i -> new Row(TIME + i * STEP, 100 + i, 103.5 + i, 98.25 + i, 101 + i, 10.5 + i % 3))
        .toList();
  }

  /** What was paid for a candle. */
  private static double paid(Row row) {
    return row.volume() * (row.open() + 0.125);
  }

  /**
   * Writes the candles in a form, whose words are filled in: {@code t} epoch milliseconds, {@code
   * s} seconds, {@code us} microseconds, {@code iso}, the prices, {@code v}, {@code q} what was
   * paid, {@code T} the end, {@code vwap}, and {@code k} contracts of 100 dollars.
   */
  private static String file(String header, String form) {
    return header
        + (header.isEmpty() ? "" : "\n")
        + expected().stream().map(row -> line(form, row)).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String line(String form, Row row) {
    Instant time = Instant.ofEpochMilli(row.time());
    String iso = time.toString();
    return Arrays.stream(form.split("(?<=[^a-zA-Z])|(?=[^a-zA-Z])"))
        .map(
            word ->
                switch (word) {
                  case "t" -> Long.toString(row.time());
                  case "s" -> Long.toString(row.time() / 1000);
                  case "us" -> row.time() + "000";
                  case "T" -> Long.toString(row.time() + STEP - 1);
                  case "end" -> Long.toString(row.time() + STEP);
                  case "iso" -> iso;
                  case "day" -> iso.substring(0, 10);
                  case "dots" -> iso.substring(0, 10).replace('-', '.');
                  case "german" ->
                      iso.substring(8, 10) + "." + iso.substring(5, 7) + "." + iso.substring(0, 4);
                  case "plain" -> iso.substring(0, 10).replace("-", "");
                  case "clock" -> iso.substring(11, 19);
                  case "digits" -> iso.substring(11, 19).replace(":", "");
                  case "o" -> Double.toString(row.open());
                  case "h" -> Double.toString(row.high());
                  case "l" -> Double.toString(row.low());
                  case "c" -> Double.toString(row.close());
                  case "v" -> Double.toString(row.volume());
                  case "q" -> Double.toString(paid(row));
                  case "k" -> Double.toString(Math.rint(paid(row) / 100 * 1e6) / 1e6);
                  case "vwap" -> Double.toString(row.open() + 0.125);
                  default -> word;
                })
        .collect(Collectors.joining());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          Binance spot                 | '' | t,o,h,l,c,v,T,q,77,2.5,251.5,0
          Binance spot, microseconds   | '' | us,o,h,l,c,v,T,q,77,2.5,251.5,0
          Binance USD-M                | open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore | t,o,h,l,c,v,T,q,77,2.5,251.5,0
          Kraken dump                  | '' | s,o,h,l,c,v,77
          Kraken dump with names       | timestamp,open,high,low,close,volume,trades | s,o,h,l,c,v,77
          Kraken REST, no header       | '' | s,o,h,l,c,vwap,v,77
          Coinbase                     | time,low,high,open,close,volume | s,l,h,o,c,v
          KuCoin                       | time,open,close,high,low,volume,turnover | s,o,c,h,l,v,q
          Bybit REST                   | '' | t,o,h,l,c,v,q
          Bybit names                  | startTime,openPrice,highPrice,lowPrice,closePrice,volume,turnover | t,o,h,l,c,v,q
          Bybit dump                   | start_at,open,high,low,close,volume | s,o,h,l,c,v
          OKX spot, no header          | '' | t,o,h,l,c,v,q,q,1
          OKX spot                     | ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm | t,o,h,l,c,v,q,q,1
          OKX swap, no header          | '' | t,o,h,l,c,1050,v,q,1
          OKX swap                     | ts,o,h,l,c,vol,volCcy,volCcyQuote,confirm | t,o,h,l,c,1050,v,q,1
          OKX dump                     | open_time,open,high,low,close,vol | t,o,h,l,c,v
          HTX                          | id,open,close,low,high,amount,vol,count | s,o,c,l,h,v,q,77
          Bitfinex                     | MTS,OPEN,CLOSE,HIGH,LOW,VOLUME | t,o,c,h,l,v
          Upbit                        | market,candle_date_time_utc,opening_price,high_price,low_price,trade_price,timestamp,candle_acc_trade_price,candle_acc_trade_volume,unit | KRW-BTC,day clock,o,h,l,c,1743699999999,q,v,5
          Hyperliquid                  | t,T,o,h,l,c,v,n | t,T,o,h,l,c,v,77
          MEXC                         | '' | t,o,h,l,c,v,end,q
          CryptoDataDownload           | unix,date,symbol,open,high,low,close,Volume USDT,Volume BTC,tradecount | t,day clock,BTCUSDT,o,h,l,c,q,v,77
          MetaTrader 4                 | '' | dots,clock,o,h,l,c,v
          NinjaTrader                  | '' | plain digits;o;h;l;c;v
          Stooq                        | <TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT> | BTC,5,plain,digits,o,h,l,c,v,0
          Dukascopy                    | Gmt time,Open,High,Low,Close,Volume | german clock.000,o,h,l,c,v
          pandas                       | ,open,high,low,close,volume | day clock+00:00,o,h,l,c,v
          TradingView                  | time,open,high,low,close,Volume,Volume MA | s,o,h,l,c,v,7
          pipes                        | time;open;high;low;close;volume | iso;o;h;l;c;v
          """)
  void aLayoutIsReadRightly(String who, String header, String form) {
    read(FileOptions.NONE, file(header, form));

    assertThat(rows).containsExactlyElementsOf(expected());
  }

  @Test
  void contractsOfCoinMarginedFuturesAreToldFromTheVolumeWhoseNameIsWrong() {
    // Values as in the real files: what they call quote volume is the base currency
    String header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore";

    for (String names : List.of(header, "")) {
      rows.clear();
      CandleFileReport report = read(FileOptions.NONE, file(names, "t,o,h,l,c,k,T,v,77,1,1.5,0"));

      assertThat(rows).containsExactlyElementsOf(expected());
      assertThat(report.understood().volume()).isEqualTo("base");
      assertThat(report.understood().notes()).singleElement().asString().contains("fit the prices");
    }
  }

  @Test
  void metaTrader5HasTicksWhichHaveToBeAskedFor() {
    String header = "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>";
    String file = file(header, "dots\tclock\to\th\tl\tc\tv\t0\t12");

    assertThatThrownBy(() -> read(FileOptions.NONE, file)).hasMessageContaining("add volume=ticks");
    CandleFileReport report = read(volume(VolumeKind.TICKS, null), file);

    assertThat(rows).containsExactlyElementsOf(expected());
    assertThat(report.understood().volume()).isEqualTo("ticks");
    assertThat(report.understood().columns()).containsEntry("volume", "<TICKVOL>");
    assertThat(report.understood().columns()).containsEntry("date", "<DATE>");
  }

  @Test
  void contractsOfAKnownSizeAreTheBaseCurrency() {
    read(volume(VolumeKind.CONTRACTS, 0.5), file("time,open,high,low,close,volume", "t,o,h,l,c,v"));

    assertThat(rows.get(0).volume()).isEqualTo(5.25);
  }

  @Test
  void whatWasPaidIsStoredAsSuchWhenThatIsAskedFor() {
    String file = file("time,open,high,low,close,Volume USD", "t,o,h,l,c,q");

    assertThatThrownBy(() -> read(FileOptions.NONE, file)).hasMessageContaining("volume=quote");
    assertThat(read(volume(VolumeKind.QUOTE, null), file).understood().volume()).isEqualTo("quote");
    assertThat(rows.get(0).volume()).isEqualTo(paid(expected().get(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s,o,c,h,l,v,q | time,open,close,high,low,volume
          s,l,h,o,c,v   | time,low,high,open,close,volume
          s,o,c,l,h,v,q | time,open,close,low,high,volume
          s,q,c,h,l,o,v | time,-,close,high,low,open,volume
          s,o,h,c,l,v   | time,open,high,close,low,volume
          s,o,l,h,c,v   | time,open,low,high,close,volume
          s,l,o,c,h,v   | time,low,open,close,high,volume
          s,l,h,c,o,v   | time,low,high,close,open,volume
          s,h,c,o,l,v   | time,high,close,open,low,volume
          s,c,o,h,l,v   | time,close,open,high,low,volume
          """)
  void anotherOrderWithoutHeaderIsRefusedWithTheOneThatFits(String form, String order) {
    String file = file("", form);

    assertThatThrownBy(() -> read(FileOptions.NONE, file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("columns=" + order);
    rows.clear();
    read(columns(order), file);
    assertThat(rows).containsExactlyElementsOf(expected());
  }

  @Test
  void anotherOrderIsNamedOfAFileThatIsSortedBackwardsToo() {
    List<String> lines = file("", "s,l,c,o,h,v").lines().collect(Collectors.toList());
    Collections.reverse(lines);

    assertThatThrownBy(() -> read(FileOptions.NONE, String.join("\n", lines)))
        .hasMessageContaining("columns=time,low,close,open,high,volume");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 20})
  void aQuoteThatIsLeftOpenIsToldWithTheLineInWhichItBegins(int line) {
    List<String> lines =
        file("time,open,high,low,close,volume", "iso,o,h,l,c,v")
            .lines()
            .collect(Collectors.toList());
    lines.set(line, lines.get(line).replaceFirst(",", ",\""));

    assertThatThrownBy(() -> read(FileOptions.NONE, String.join("\n", lines) + "\n"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("the quote opened in line %d is not closed".formatted(line + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void aQuoteThatIsLeftOpenInALastLineWithoutAnEndIsToldToo(int column) {
    List<String> lines =
        file("time,open,high,low,close,volume", "iso,o,h,l,c,v")
            .lines()
            .collect(Collectors.toList());
    int last = lines.size() - 1;
    String[] fields = lines.get(last).split(",");
    fields[column] = '"' + fields[column];
    lines.set(last, String.join(",", fields));

    for (Charset encoding : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
      byte[] bytes = ("\uFEFF" + String.join("\n", lines)).getBytes(encoding);
      assertThatThrownBy(() -> read(reader(FileOptions.NONE), bytes))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("the quote opened in line %d is not closed".formatted(last + 1));
    }
  }

  @Test
  void aLastLineWithoutAnEndAndWithClosedQuotesIsRead() {
    String file = file("time,open,high,low,close,volume", "iso,o,h,l,c,\"v\"");

    assertThat(read(FileOptions.NONE, file.stripTrailing()).received())
        .isEqualTo(read(FileOptions.NONE, file.stripTrailing() + "\n").received());
  }

  @Test
  void aQuoteThatIsLeftOpenInALongFileIsToldToo() {
    StringBuilder file = new StringBuilder("time,open,high,low,close,volume\n");
    for (int i = 0; i < 5_000; i++) {
      file.append(TIME + i * STEP).append(i == 700 ? ",\"2,4,1,3,5\n" : ",2,4,1,3,5\n");
    }

    assertThatThrownBy(() -> read(FileOptions.NONE, file.toString()))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("the quote opened in line 702 is not closed");
  }

  @Test
  void whatFollowsGzipDataIsNotPassedOver() throws IOException {
    byte[] first = gzip(file("", "s,o,h,l,c,v"));
    byte[] second = gzip(line("s,o,h,l,c,v", new Row(TIME + BARS * STEP, 2, 4, 1, 3, 5)) + "\n");

    for (byte[] junk : List.of(new byte[] {'x'}, new byte[20], new byte[100_000])) {
      assertThatThrownBy(() -> read(reader(FileOptions.NONE), joined(first, junk)))
          .isInstanceOf(UnreadableFileException.class)
          .hasMessageContaining("behind the gzip data is something else");
    }
    rows.clear();
    assertThat(read(reader(FileOptions.NONE), joined(first, second)).received())
        .isEqualTo(BARS + 1);
  }

  /** A network has no more bytes for the moment, which is no end. */
  @Test
  void membersOfAGzipFileThatComeLaterAreReadToo() throws IOException {
    byte[] file = joined(gzip(file("", "s,o,h,l,c,v")), gzip("1743706000,2,4,1,3,5\n"));
    int first = gzip(file("", "s,o,h,l,c,v")).length;
    InputStream slow =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            int left = pos < first ? first - pos : count - pos;
            return super.read(bytes, offset, Math.min(length, Math.max(left, 1)));
          }

          @Override
          public synchronized int available() {
            return 0;
          }
        };

    assertThat(reader(FileOptions.NONE).read(slow, (l, t, o, h, w, c, v) -> {}).received())
        .isEqualTo(BARS + 1);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return packed.toByteArray();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void aFileOfWhichOnlyTheFlatCandlesFitIsRefused() {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      long time = TIME + i * STEP;
      file.append(i % 5 == 0 ? time + ",100,101,102,99,10\n" : time + ",100,100,100,100,10\n");
    }

    assertThatThrownBy(() -> read(FileOptions.NONE, file.toString()))
        .hasMessageContaining("columns=time,open,close,high,low,volume");
  }

  @Test
  void aFileThatContradictsItselfFurtherDownIsRefusedWhole() {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      file.append(TIME + i * STEP).append(i < 900 ? ",2,4,1,3,5\n" : ",2,1,4,3,5\n");
    }

    assertThatThrownBy(() -> read(FileOptions.NONE, file.toString()))
        .hasMessageContaining("100 of 1,000 lines contradict their own prices, as line 901")
        .hasMessageContaining("columns=");
  }

  @Test
  void aFewBadLinesOfManyAreRejectedAndTheRestIsRead() {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      file.append(TIME + i * STEP).append(i % 50 == 0 ? ",2,1,4,3,5\n" : ",2,4,1,3,5\n");
    }

    assertThat(read(FileOptions.NONE, file.toString()).rejected()).isEqualTo(4);
    assertThat(rows).hasSize(196);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2025.04.03 17:05",
        "2025/04/03 17:05:00",
        "20250403 170500",
        "20250403170500",
        "202504031705",
        "03.04.2025 17:05:00.000",
        "2025-04-03 05:05 PM",
        "1743699900",
        "1.7436999E+12",
      })
  void moreFormsOfATime(String time) {
    read(FileOptions.NONE, "time;open;high;low;close;volume\n" + time + ";2;4;1;3;5\n");

    assertThat(rows).containsExactly(new Row(TIME, 2, 4, 1, 3, 5));
  }

  @ParameterizedTest
  @CsvSource({"13/04/2025 17:05, 2025-04-13T17:05:00Z", "04/13/2025 17:05, 2025-04-13T17:05:00Z"})
  void oneNumberAboveTwelveTellsWhetherTheDayOrTheMonthIsFirst(String text, Instant time) {
    String other = text.startsWith("13") ? "01/05/2025 10:00" : "05/01/2025 10:00";
    read(
        FileOptions.NONE,
        "time;open;high;low;close;volume\n" + other + ";2;4;1;3;5\n" + text + ";2;4;1;3;5\n");

    assertThat(rows)
        .extracting(Row::time)
        .containsExactly(Instant.parse("2025-05-01T10:00:00Z").toEpochMilli(), time.toEpochMilli());
  }

  @Test
  void hoursWithHalfOfTheDayAreRead() {
    CandleFileReader reader =
        new CandleFileReader(Timeframe.H1, "BTC", "USD", FileOptions.NONE, CLOCK);

    read(
        reader,
        """
        https://www.CryptoDataDownload.com
        Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD
        2025-04-01 05-AM,BTCUSD,2,4,1,3,5,15
        2025-04-01 12-PM,BTCUSD,2,4,1,3,5,15
        2025-04-01 12-AM,BTCUSD,2,4,1,3,5,15
        """
            .getBytes(StandardCharsets.UTF_8));

    assertThat(rows)
        .extracting(row -> Instant.ofEpochMilli(row.time()).toString())
        .containsExactly("2025-04-01T05:00:00Z", "2025-04-01T12:00:00Z", "2025-04-01T00:00:00Z");
  }

  @Test
  void aDecimalCommaIsFoundOut() {
    CandleFileReport report =
        read(
            FileOptions.NONE,
            "Datum;time;open;high;low;close;volume\nx;2025-04-03 17:05:00;2,5;4;1,25;3;1,5e1\n");

    assertThat(rows).containsExactly(new Row(TIME, 2.5, 4, 1.25, 3, 15));
    assertThat(report.understood().decimal()).isEqualTo("comma");
    assertThat(report.understood().separator()).isEqualTo(";");
  }

  @Test
  void bothPassesOfTheHourThatIsRepeatedInAutumnAreKept() {
    List<String> lines = new ArrayList<>();
    for (String time : List.of("01:55", "02:00", "02:55", "02:00", "02:55", "03:00")) {
      lines.add("2024-10-27 " + time + ",2,4,1,3,5");
    }
    FileOptions berlin = zone("Europe/Berlin");

    CandleFileReport report =
        read(berlin, "time,open,high,low,close,volume\n" + String.join("\n", lines));
    assertThat(report.rejected()).isZero();
    assertThat(rows)
        .extracting(row -> Instant.ofEpochMilli(row.time()).toString())
        .containsExactly(
            "2024-10-26T23:55:00Z",
            "2024-10-27T00:00:00Z",
            "2024-10-27T00:55:00Z",
            "2024-10-27T01:00:00Z",
            "2024-10-27T01:55:00Z",
            "2024-10-27T02:00:00Z");

    Collections.reverse(lines);
    List<Row> oldestFirst = new ArrayList<>(rows);
    rows.clear();
    read(berlin, "time,open,high,low,close,volume\n" + String.join("\n", lines));
    Collections.reverse(rows);
    assertThat(rows).isEqualTo(oldestFirst);
  }

  @Test
  void localTimesWithoutAZoneAreNoted() {
    CandleFileReport report =
        read(FileOptions.NONE, "time,open,high,low,close,volume\n2025-04-03 17:05,2,4,1,3,5\n");

    assertThat(report.understood().zone()).isEqualTo("UTC");
    assertThat(report.understood().notes()).singleElement().asString().contains("zone=");
    assertThat(
            read(zone("UTC"), "time,open,high,low,close,volume\n2025-04-03 17:05,2,4,1,3,5\n")
                .understood()
                .notes())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-04-03T17:10:00Z", "2025-04-03T17:09:59.999Z", "1743700199999999"})
  void aTimeMayBeTheEndOfItsCandle(String end) {
    FileOptions close = new FileOptions(null, null, Stamp.CLOSE, null, null, null);

    CandleFileReport report =
        read(close, "time,open,high,low,close,volume\n" + end + ",2,4,1,3,5\n");

    assertThat(rows).containsExactly(new Row(TIME, 2, 4, 1, 3, 5));
    assertThat(report.understood().stamp()).isEqualTo("close");
  }

  @Test
  void aFileWithNothingButClosingTimesIsReadByThem() {
    CandleFileReport report =
        read(
            FileOptions.NONE,
            "close_time,open,high,low,close,volume\n" + (TIME + STEP - 1) + ",2,4,1,3,5\n");

    assertThat(rows).containsExactly(new Row(TIME, 2, 4, 1, 3, 5));
    assertThat(report.understood().stamp()).isEqualTo("close");
  }

  @Test
  void aCandleThatStillRunsIsLeftOutByTheClockAndByItsMark() {
    CandleFileReport report =
        read(
            FileOptions.NONE,
            """
            ts,o,h,l,c,vol,confirm
            2025-07-02T12:00:00Z,2,4,1,3,5,1
            2025-07-02T11:55:00Z,2,4,1,3,5,1
            2025-07-02T11:50:00Z,2,4,1,3,5,0
            """);

    assertThat(report.received()).isEqualTo(3);
    assertThat(report.unfinished()).isEqualTo(2);
    assertThat(rows)
        .extracting(row -> Instant.ofEpochMilli(row.time()).toString())
        .containsExactly("2025-07-02T11:55:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1743699900000,2,4,1,3,5]]",
        "[[\"1743699900\",\"2\",\"4\",\"1\",\"3\",\"5\",\"7\"]]",
        "{\"error\":[],\"result\":{\"XXBTZUSD\":[[1743699900,2,4,1,3,2.5,5,77]],\"last\":17}}",
        "[{\"time\":1743699900,\"open\":2,\"high\":4,\"low\":1,\"close\":3,\"volume\":5}]",
        "{\"data\":{\"ohlc\":[{\"high\":\"4\",\"timestamp\":\"1743699900\",\"volume\":\"5\",\"low\":\"1\","
            + "\"close\":\"3\",\"open\":\"2\"}],\"pair\":\"BTC/USD\"}}",
        "{\"retCode\":0,\"result\":{\"category\":\"spot\",\"list\":[[\"1743699900000\",\"2\",\"4\",\"1\",\"3\",\"5\",\"10\"]]}}",
      })
  void jsonIsReadInTheFormsOfExchangesAndTools(String json) {
    CandleFileReport report = read(FileOptions.NONE, json);

    assertThat(rows).containsExactly(new Row(TIME, 2, 4, 1, 3, 5));
    assertThat(report.understood().format()).isEqualTo("json");
  }

  @Test
  void jsonThatIsCutOffIsRefused() {
    assertThatThrownBy(
            () -> read(FileOptions.NONE, "[[1743699900000,2,4,1,3,5],[1743700200000,2,4"))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("cut off");
  }

  @Test
  void utf16IsReadByItsMark() {
    String csv = "\uFEFFtime,open,high,low,close,volume\n1743699900,2,4,1,3,5\n";

    for (var encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      rows.clear();
      CandleFileReport report = read(reader(FileOptions.NONE), csv.getBytes(encoding));
      assertThat(rows).containsExactly(new Row(TIME, 2, 4, 1, 3, 5));
      assertThat(report.understood().encoding()).isEqualTo(encoding.name());
    }
  }

  @Test
  void anArchiveWithOneFileIsReadAndOneWithMoreIsRefused() throws IOException {
    String csv = "1743699900,2,4,1,3,5\n";
    assertThat(
            read(reader(FileOptions.NONE), zip("a/", "a/x.csv", csv, "__MACOSX/a/._x.csv", "?"))
                .understood()
                .packing())
        .isEqualTo("zip");
    assertThat(rows).hasSize(1);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(csv.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(read(reader(FileOptions.NONE), packed.toByteArray()).understood().packing())
        .isEqualTo("gzip");

    assertThatThrownBy(() -> read(reader(FileOptions.NONE), zip("x.csv", csv, "y.csv", csv)))
        .hasMessageContaining("more than one file");
    assertThatThrownBy(() -> read(reader(FileOptions.NONE), zip("a/")))
        .hasMessageContaining("has no file");
  }

  @Test
  void daysThatBeginElsewhereAreRefusedWithTheReason() {
    CandleFileReader daily =
        new CandleFileReader(Timeframe.D1, "BTC", "USDT", FileOptions.NONE, CLOCK);
    byte[] days =
        """
        ts,open,high,low,close,volume
        2025-04-01T16:00:00Z,2,4,1,3,5
        2025-04-02T16:00:00Z,2,4,1,3,5
        """
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> read(daily, days))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("16:00:00 h after one of the timeframe 1d");
  }

  @ParameterizedTest
  @CsvSource({
    "1,5m,its candles are 1m apart",
    "60,5m,its candles are 1h apart",
    "5,1d,its candles are 5m apart"
  })
  void candlesOfAnotherTimeframeAreRefused(int minutes, String timeframe, String message) {
    StringBuilder file = new StringBuilder("time,open,high,low,close,volume\n");
    for (int i = 0; i < 600; i++) {
      file.append(1_743_638_400L + 60L * i * minutes).append(",2,4,1,3,5\n");
    }
    CandleFileReader reader =
        new CandleFileReader(
            Timeframe.of(timeframe).orElseThrow(), "BTC", "USDT", FileOptions.NONE, CLOCK);

    assertThatThrownBy(() -> read(reader, file.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFileOfWhichMostLinesAreRejectedIsRefusedWhole() {
    StringBuilder file = new StringBuilder("time,open,high,low,close,volume\n");
    for (int i = 0; i < 30; i++) {
      file.append(TIME + i * STEP).append(i < 10 ? ",2,4,1,3,5\n" : ",2,4,1,3,none\n");
    }

    assertThatThrownBy(() -> read(FileOptions.NONE, file.toString()))
        .hasMessageContaining("20 of 30 lines hold no usable candle, as line 12: volume");
  }

  @Test
  void jsonThatIsTooDeepIsRefused() {
    assertThatThrownBy(() -> read(FileOptions.NONE, "[".repeat(2000)))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void aMarketThatStoodStillIsTold() {
    StringBuilder file = new StringBuilder("time,open,high,low,close,volume\n");
    for (int i = 0; i < 40; i++) {
      file.append(TIME + i * STEP).append(i < 12 || i >= 25 ? ",2,2,2,2,0\n" : ",2,4,1,3,5\n");
    }

    Understood understood = read(FileOptions.NONE, file.toString()).understood();

    assertThat(understood.flatStretches()).isEqualTo(2);
    assertThat(understood.longestFlat()).isEqualTo(15);
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(archive)) {
      for (int i = 0; i < namesAndTexts.length; i++) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        if (!namesAndTexts[i].endsWith("/")) {
          i++;
          zip.write(namesAndTexts[i].getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return archive.toByteArray();
  }

  private static FileOptions volume(VolumeKind kind, Double size) {
    return new FileOptions(null, null, Stamp.OPEN, kind, size, null);
  }

  private static FileOptions zone(String zone) {
    return new FileOptions(null, ZoneId.of(zone), Stamp.OPEN, null, null, null);
  }

  private static FileOptions columns(String order) {
    return new FileOptions(
        Arrays.stream(order.split(",", -1)).map(name -> Column.of(name).orElseThrow()).toList(),
        null,
        Stamp.OPEN,
        null,
        null,
        null);
  }

  private static CandleFileReader reader(FileOptions options) {
    return new CandleFileReader(Timeframe.M5, "BTC", "USDT", options, CLOCK);
  }

  private CandleFileReport read(FileOptions options, String file) {
    return read(reader(options), file.getBytes(StandardCharsets.UTF_8));
  }

  private CandleFileReport read(CandleFileReader reader, byte[] file) {
    try {
      return reader.read(
          new ByteArrayInputStream(file),
          (line, time, open, high, low, close, volume) ->
              rows.add(new Row(time, open, high, low, close, volume)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
