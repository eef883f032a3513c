package dev.trainyard.market.file;

import dev.trainyard.market.VolumeKind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The place of the candles in a file. Columns count from 0; −1 is a column that there is not.
 *
 * @param format {@code csv}, {@code json} or {@code parquet}
 * @param separator what is between the columns of a CSV file
 * @param firstLine line of the first candle, or of the header
 * @param header whether {@code firstLine} is a header
 * @param columns minimum number of columns of a line
 * @param date column of the day, when that of the time has only the time of the day
 * @param confirmed column that says 0 or false of a candle that still runs
 * @param decimal what separates the decimals of numbers
 * @param volumeKind what the volumes count as they are stored
 * @param volumeFactor by which volumes are multiplied
 * @param newestFirst whether the file goes back in time
 * @param dayFirst 1 when the day is first of the numbers of 03/04/2025, 0 when the month is, −1
 *     when nobody knows
 * @param stampedAtClose whether its column of times is that of the ends of candles
 * @param names what each column is called, by what it holds
 * @param notes what a reader of the report should know
 */
record FileLayout(
    String format,
    char separator,
    long firstLine,
    boolean header,
    int columns,
    int date,
    int time,
    int open,
    int high,
    int low,
    int close,
    int volume,
    int confirmed,
    char decimal,
    VolumeKind volumeKind,
    double volumeFactor,
    boolean newestFirst,
    int dayFirst,
    boolean stampedAtClose,
    Map<String, String> names,
    List<String> notes) {

  /** The columns that are read. */
  Set<Integer> used() {
    return IntStream.of(date, time, open, high, low, close, volume, confirmed)
        .filter(column -> column >= 0)
        .boxed()
        .collect(Collectors.toUnmodifiableSet());
  }

  FileLayout {
    names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    notes = List.copyOf(notes);
  }
}
