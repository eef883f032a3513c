package dev.trainyard.market.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a file was taken to mean.
 *
 * @param format {@code csv}, {@code json} or {@code parquet}
 * @param packing what it was packed in, such as {@code gzip}
 * @param encoding such as {@code UTF-8}; {@code binary} of Parquet
 * @param separator what separates the columns of a CSV file; null for another format
 * @param decimal {@code point} or {@code comma}
 * @param header whether the first line names the columns
 * @param columns what each value of a candle was read from: the name of a column, or its number
 * @param timeUnit {@code s}, {@code ms}, {@code µs}, {@code ns}, or {@code date}; several in a file
 *     that changes its unit
 * @param zone the zone of times that have no offset
 * @param stamp {@code open} or {@code close}: which end of a candle its time is
 * @param volume what the volumes count as they are stored
 * @param flatStretches how many times ten or more candles in a row have a single price
 * @param longestFlat how many candles the longest of them has
 * @param notes what its reader should know, in words
 */
public record Understood(
    String format,
    String packing,
    String encoding,
    @Nullable String separator,
    String decimal,
    boolean header,
    Map<String, String> columns,
    List<String> timeUnit,
    String zone,
    String stamp,
    String volume,
    long flatStretches,
    long longestFlat,
    List<String> notes) {

  public Understood {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    timeUnit = List.copyOf(timeUnit);
    notes = List.copyOf(notes);
  }
}
