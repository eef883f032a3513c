package dev.trainyard.market.file;

import dev.trainyard.market.VolumeKind;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a file that it does not say itself. What is null is found out.
 *
 * @param columns what each column holds, in the order of the file; null to go by its header, or by
 *     the usual order
 * @param zone zone of times that have no offset; null for UTC, which the report then notes
 * @param stamp which end of a candle its time is; null for what its name says, or the open
 * @param volume what the volumes count; null to find out
 * @param contractSize base currency of one contract, by which volumes of contracts are multiplied;
 *     null when it is not known
 * @param decimal what separates the decimals of numbers, a point or a comma; null to find out
 */
public record FileOptions(
    @Nullable List<Column> columns,
    @Nullable ZoneId zone,
    @Nullable Stamp stamp,
    @Nullable VolumeKind volume,
    @Nullable Double contractSize,
    @Nullable Character decimal) {

  /** Nothing is said. */
  public static final FileOptions NONE = new FileOptions(null, null, null, null, null, null);

  public FileOptions {
    columns = columns == null ? null : List.copyOf(columns);
  }

  /** What a column holds. */
  public enum Column {
    TIME("time"),
    /** A day, whose time of the day is in the column {@code time}. */
    DATE("date"),
    OPEN("open"),
    HIGH("high"),
    LOW("low"),
    CLOSE("close"),
    VOLUME("volume"),
    /** Nothing that is read. */
    OTHER("-");

    private final String label;

    Column(String label) {
      this.label = label;
    }

    /** Returns the name in requests and reports. */
    public String label() {
      return label;
    }

    /** Returns the column of a label; empty when there is none. */
    public static Optional<Column> of(String label) {
      return Arrays.stream(values()).filter(column -> column.label.equals(label)).findFirst();
    }
  }

  /** Which end of a candle its time is. */
  public enum Stamp {
    OPEN,
    CLOSE;

    /** Returns the name in requests and reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
