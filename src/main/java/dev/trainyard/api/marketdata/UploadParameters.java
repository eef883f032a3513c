package dev.trainyard.api.marketdata;

import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.api.problem.InvalidParameterException;
import dev.trainyard.json.UserText;
import dev.trainyard.market.VolumeKind;
import dev.trainyard.market.file.FileOptions;
import dev.trainyard.market.file.FileOptions.Column;
import dev.trainyard.market.file.FileOptions.Stamp;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the query of an upload says of its file.
 *
 * @param options what is known of the file
 * @param dryRun whether nothing is to be stored
 */
record UploadParameters(FileOptions options, boolean dryRun) {
  private static final int MAX_COLUMNS = 256;
  private static final double LARGEST_CONTRACT = 1e12;

  /** Columns that a candle needs. */
  private static final Set<Column> NEEDED =
      EnumSet.of(Column.TIME, Column.OPEN, Column.HIGH, Column.LOW, Column.CLOSE, Column.VOLUME);

  /** A decimal number of ordinary length. */
  private static final String DECIMAL = "[0-9]{1,15}(\\.[0-9]{1,15})?";

  /**
   * Reads a query.
   *
   * @throws InvalidParameterException when a parameter is not valid, or two do not go together
   */
  static UploadParameters of(@Nullable String query) {
    RequestParameters given =
        RequestParameters.of(
            query, "columns", "zone", "stamp", "volume", "contract_size", "decimal", "dry_run");
    Stamp stamp = given.oneOf("stamp", List.of(Stamp.values()), Stamp::label);
    VolumeKind volume = given.oneOf("volume", List.of(VolumeKind.values()), VolumeKind::label);
    String decimal = given.oneOf("decimal", List.of("point", "comma"), Function.identity());
    Double size = contractSize(given.text("contract_size"));
    if (size != null && volume != VolumeKind.CONTRACTS) {
      throw new InvalidParameterException(
          "contract_size", "is the size of a contract; expected volume=contracts beside it");
    }
    return new UploadParameters(
        new FileOptions(
            columns(given.text("columns")),
            zone(given.text("zone")),
            stamp,
            volume,
            size,
            decimal == null ? null : decimal.equals("comma") ? ',' : '.'),
        Boolean.TRUE.equals(given.flag("dry_run")));
  }

  private static @Nullable List<Column> columns(@Nullable String text) {
    if (text == null) {
      return null;
    }
    List<Column> columns = new ArrayList<>();
    for (String name : text.split(",", MAX_COLUMNS + 1)) {
      String label = name.strip().toLowerCase(Locale.ROOT);
      columns.add(
          label.isEmpty()
              ? Column.OTHER
              : Column.of(label)
                  .orElseThrow(
                      () ->
                          wrong(
                              "\"%s\" is not one of time, date, open, high, low, close, volume and -"
                                  .formatted(UserText.shown(label)))));
    }
    if (columns.size() > MAX_COLUMNS) {
      throw wrong("has more than %d columns".formatted(MAX_COLUMNS));
    }
    if (columns.contains(Column.DATE) && !columns.contains(Column.TIME)) {
      columns.set(columns.indexOf(Column.DATE), Column.TIME);
    }
    for (Column column : Column.values()) {
      long times = columns.stream().filter(column::equals).count();
      if (column != Column.OTHER && times > 1) {
        throw wrong("has %s more than once".formatted(column.label()));
      }
      if (times == 0 && NEEDED.contains(column)) {
        throw wrong(
            "lacks %s; expected what each column of the file holds, as in time,open,high,low,close,volume,-"
                .formatted(column.label()));
      }
    }
    return columns;
  }

  private static InvalidParameterException wrong(String message) {
    return new InvalidParameterException("columns", message);
  }

  private static @Nullable ZoneId zone(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text.strip());
    } catch (DateTimeException e) {
      throw new InvalidParameterException(
          "zone",
          "\"%s\" is no time zone; expected one of the IANA list such as America/New_York, UTC, or an offset such as +02:00"
              .formatted(UserText.shown(text)));
    }
  }

  private static @Nullable Double contractSize(@Nullable String text) {
    if (text == null) {
      return null;
    }
    double size = text.matches(DECIMAL) ? Double.parseDouble(text) : 0;
    if (size <= 0 || size > LARGEST_CONTRACT) {
      throw new InvalidParameterException(
          "contract_size",
          "must be the base currency of one contract, such as 0.01, not \"%s\""
              .formatted(UserText.shown(text)));
    }
    return size;
  }
}
