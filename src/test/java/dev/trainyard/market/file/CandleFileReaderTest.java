package dev.trainyard.market.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.market.Timeframe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandleFileReaderTest {
  private static final String HEADER = "timestamp,open,high,low,close,volume\n";
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-07-02T12:00:00Z"), ZoneOffset.UTC);

  /** 2025-04-03T17:05:00Z. */
  private static final long TIME = 1_743_699_900_000L;

  private final List<Row> rows = new ArrayList<>();

  @Test
  void aHeaderNamesTheColumnsInAnyOrderAndCase() {
    read("Volume,CLOSE,Low,high,ticker,Open, Date\n5,3,1,4,BTCUSDT,2,2025-04-03 17:05:00\n");

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp",
        "time",
        "date",
        "datetime",
        "open_time",
        "Open Time",
        "unix",
        "<DATE>"
      })
  void theTimeColumnHasManyNames(String name) {
    read(name + ",open,high,low,close,volume\n2025-04-03T17:05:00Z,2,4,1,3,5\n");

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1743699900",
        "1743699900.0",
        "1.7436999e9",
        "1.7436999E+12",
        "1743699900000",
        "1743699900000000",
        "1743699900000000000",
        "2025-04-03T17:05:00Z",
        "2025-04-03t17:05z",
        "2025-04-03 17:05:00+00:00",
        "2025-04-03 19:05:00+02:00",
        "2025-04-03T12:05:00-0500",
        "2025-04-03T19:05:00+02",
        "2025-04-03 17:05:00 UTC",
        "2025-04-03T19:05:00.000+02:00[Europe/Berlin]",
        "2025-04-03 19:05 Europe/Berlin",
        "2025-04-03T17:05:00",
        "2025-04-03 17:05:00",
        "2025-04-03 17:05",
        "2025-04-03T17:05:00.000000",
        "\"2025-04-03 17:05:00\"",
      })
  void theSameTimeInManyForms(String time) {
    read(HEADER + time + ",2,4,1,3,5\n");

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @Test
  void aDateAloneIsItsMidnightInUtc() {
    readAs(Timeframe.D1, "date,open,high,low,close,volume\n2025-04-03,2,4,1,3,5\n");

    assertThat(rows.get(0).time()).isEqualTo(Instant.parse("2025-04-03T00:00:00Z").toEpochMilli());
  }

  @Test
  void theUnitOfAnEpochTimeMayChangeWithinAFile() {
    read(HEADER + "1743699900000,2,4,1,3,5\n1743700200000000,2,4,1,3,5\n");

    assertThat(rows).extracting(Row::time).containsExactly(TIME, TIME + 300_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void commaSemicolonTabAndBarSeparate(String separator) {
    read((HEADER + "1743699900,2,4,1,3,5\n").replace(",", separator));

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreFine() {
    read("\uFEFF" + (HEADER + "1743699900,2,4,1,3,5\n").replace("\n", "\r\n"));

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @Test
  void linesAboveTheHeaderAndCommentsAndEmptyLinesArePassedOver() {
    CandleFileReport report =
        read(
            """
            https://www.CryptoDataDownload.com
            # BTC, from, an, exchange, 5m, candles, that are new
            sep=,

            timestamp,open,high,low,close,volume
            1743699900,2,4,1,3,5

            # the end
            """);

    assertThat(rows).containsExactly(new Row(6, TIME, 2, 4, 1, 3, 5));
    assertThat(report.received()).isEqualTo(1);
  }

  @Test
  void theBaseVolumeIsReadWhenThereAreSeveral() {
    read(
        """
        unix,date,symbol,open,high,low,close,Volume USDT,Volume BTC,tradecount
        1743699900000,2025-04-03 17:05:00,BTC/USDT,2,4,1,3,500,5,77
        """);

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @Test
  void theVolumeThatIsNotInTheQuoteCurrencyIsTheBaseVolume() {
    read("unix,open,high,low,close,Volume XBT,Volume USDT\n1743699900,2,4,1,3,5,500\n");

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 4, 1, 3, 5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1743699900000", "1743699900000000"})
  void anExchangeDumpWithoutHeaderHasItsColumnsInTheUsualOrder(String time) {
    read(time + ",2,4,1,3,5,1743700199999,15,88,2,7,0\n" + time + ",2,x,1,3,5,0,0,0,0,0,0\n");

    assertThat(rows).containsExactly(new Row(1, TIME, 2, 4, 1, 3, 5));
  }

  @Test
  void aFileMayBeginWithItsNewestCandle() {
    CandleFileReport report =
        read(HEADER + "1743700200,2,4,1,3,5\n1743699900,2,4,1,3,5\n1743699600,2,4,1,3,5\n");

    assertThat(rows).extracting(Row::time).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    assertThat(report.monotone()).isTrue();
  }

  @Test
  void aFileInDisorderOrWithATimeTwiceIsNotMonotone() {
    String first = "1743699900,2,4,1,3,5\n";
    String second = "1743700200,2,4,1,3,5\n";

    assertThat(read(HEADER + first + second).monotone()).isTrue();
    assertThat(read(HEADER + first + second + first).monotone()).isFalse();
    assertThat(read(HEADER + first + first).monotone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1743699900,abc,4,1,3,5        | open: "abc" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,NaN,1,3,5        | high: "NaN" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,Infinity,1,3,5   | high: "Infinity" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,1e999,1,3,5      | high: "1e999" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,4,1,3,1e-400     | volume: "1e-400" is too small to be told from 0; expected 0 or a decimal such as 81794.8
          1743699900,2,4,1e-310,3,5     | low: "1e-310" is too small to be told from 0; expected 0 or a decimal such as 81794.8
          1743699900,2,0x1p3,1,3,5      | high: "0x1p3" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,4,1,3d,5         | close: "3d" is not a number; expected a finite decimal such as 81794.8
          1743699900,2,4,1,,5           | close: is missing
          1743699900,0,4,1,3,5          | open: "0" is not positive; expected a price above 0
          1743699900,2,4,-1,3,5         | low: "-1" is not positive; expected a price above 0
          1743699900,2,4,1,3,-5         | volume: -5.0 is negative; expected 0 or more
          1743699900,2,1,4,3,5          | high: 1.0 is below low 4.0
          1743699900,5,4,1,3,5          | open: 5.0 is outside low 1.0 .. high 4.0
          1743699900,2,4,1,0.5,5        | close: 0.5 is outside low 1.0 .. high 4.0
          1743699900,2,4,1,3            | has 5 columns; expected at least 6
          ,2,4,1,3,5                    | time: is missing
          yesterday,2,4,1,3,5           | time: "yesterday" is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z
          1.7436999e99,2,4,1,3,5        | time: "1.7436999e99" is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z
          1743699900.5,2,4,1,3,5        | time: "1743699900.5" is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z
          2025-02-30 00:00:00,2,4,1,3,5 | time: "2025-02-30 00:00:00" is unreadable; expected an epoch time in s, ms, µs or ns, or ISO 8601 such as 2025-04-03T17:05:00Z
          2025-03-30 02:30 Europe/Berlin,2,4,1,3,5 | time: "2025-03-30 02:30 Europe/Berlin" does not exist as the clocks of Europe/Berlin change; write its offset, or UTC
          20251303,2,4,1,3,5            | time: "20251303" is 1970-08-23T09:21:43Z; expected 1980-01-01T00:00:00Z to 2025-07-02T12:00:00Z
          2025-07-04,2,4,1,3,5          | time: "2025-07-04" is 2025-07-04T00:00:00Z; expected 1980-01-01T00:00:00Z to 2025-07-02T12:00:00Z
          03/04/2025 17:05,2,4,1,3,5    | time: of "03/04/2025 17:05" nobody knows whether the day or the month comes first; expected ISO 8601 such as 2025-04-03T17:05:00Z
          1743699901,2,4,1,3,5          | time: "1743699901" is not the open of a 5m candle; the nearest before it is 2025-04-03T17:05:00Z
          1743699900000001,2,4,1,3,5    | time: "1743699900000001" is not the open of a 5m candle; the nearest before it is 2025-04-03T17:05:00Z
          """)
  void aBadLineIsRejectedWithItsReason(String line, String reason) {
    CandleFileReport report = read(HEADER + "1743699600,2,4,1,3,5\n" + line + "\n");

    assertThat(report.rejections()).containsExactly(new Rejection(3, reason));
    assertThat(report.received()).isEqualTo(2);
    assertThat(rows).hasSize(1);
  }

  @Test
  void aHundredRejectionsAreKeptAndAllAreCounted() {
    CandleFileReport report = read(HEADER + "x,2,4,1,3,5\n".repeat(250));

    assertThat(report.rejected()).isEqualTo(250);
    assertThat(report.rejections())
        .hasSize(100)
        .extracting(Rejection::line)
        .startsWith(2L)
        .endsWith(101L);
  }

  @Test
  void aVolumeOfZeroAndAFlatCandleAreCandles() {
    read(HEADER + "1743699900,2,2,2,2,-0.0\n");

    assertThat(rows).containsExactly(new Row(2, TIME, 2, 2, 2, 2, 0.0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                | the file is empty
          '   '                                             | the file is empty
          hello                                             | no header and no candles found, the file begins with "hello"
          a,b,c,d,e,f                                       | no header and no candles found, the file begins with "a,b,c,d,e,f"
          <!DOCTYPE html><html>                             | the file is HTML or XML
          {"candles": []}                                   | the JSON has no list of candles
          [{"time":1,"open":2}]                             | the objects of the JSON: has no column high
          [[1743699900000,2,4,1]]                           | the lists of the JSON are no candles
          timestamp,open,high,low,close                     | the header in line 1: has no column volume
          timestamp,high,low,close,volume                   | the header in line 1: has no column open
          open,high,low,close,volume                        | the header in line 1: has no time column
          time,open,open,high,low,close,volume              | the header in line 1: has more than one column open
          time,open,high,low,close,volume eur,volume usd    | has no volume in BTC, only what was paid, as volume eur; add volume=quote to store that
          time,open,high,low,close,Volume USD               | add volume=quote
          time,open,high,low,close,tickvol                  | add volume=ticks
          time,open,high,low,close,contracts                | add volume=contracts, and contract_size
          """)
  void aFileThatHoldsNoCandlesIsRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining(message);
  }

  @Test
  void binaryContentIsRefused() {
    assertThatThrownBy(() -> read("\u0001\0\u0002"))
        .hasMessageContaining("binary, or UTF-16 without");
  }

  @Test
  void aLineOfDataIsNotMistakenForATitle() {
    assertThatThrownBy(() -> read("garbled,2,4,1,3,5\n1743699900,2,4,1,3,5\n"))
        .hasMessageContaining("no header and no candles found");
  }

  @Test
  void anEndlessLineAndAnOpenQuoteAreRefusedWithoutReadingThemIntoMemory() {
    assertThatThrownBy(() -> read(HEADER + "1".repeat(1_000_000)))
        .isInstanceOf(UnreadableFileException.class);
    assertThatThrownBy(() -> read(HEADER + "1743699900,\"2,4,1,3,5\n".repeat(9_999)))
        .isInstanceOf(UnreadableFileException.class);
    assertThatThrownBy(() -> read(HEADER + ",".repeat(100_000)))
        .isInstanceOf(UnreadableFileException.class);
  }

  @Test
  void theInputIsLeftOpen() {
    boolean[] closed = {false};
    ByteArrayInputStream input =
        new ByteArrayInputStream(
            (HEADER + "1743699900,2,4,1,3,5\n").getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThat(readFrom(Timeframe.M5, input).received()).isEqualTo(1);
    assertThat(closed[0]).isFalse();
  }

  private CandleFileReport read(String csv) {
    return readAs(Timeframe.M5, csv);
  }

  private CandleFileReport readAs(Timeframe timeframe, String csv) {
    return readFrom(timeframe, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
  }

  private CandleFileReport readFrom(Timeframe timeframe, ByteArrayInputStream input) {
    try {
      return new CandleFileReader(timeframe, "BTC", "USDT", FileOptions.NONE, CLOCK)
          .read(
              input,
              (line, time, open, high, low, close, volume) ->
                  rows.add(new Row(line, time, open, high, low, close, volume)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Row(
      long line, long time, double open, double high, double low, double close, double volume) {}
}
