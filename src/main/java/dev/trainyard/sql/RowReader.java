package dev.trainyard.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns of a row as the types of the service. */
public record RowReader(ResultSet row) {

  /** Returns a UUID; null for NULL. */
  public @Nullable UUID id(String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** Returns a time; null for NULL. */
  public @Nullable Instant instant(String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  /**
   * Returns the UUID of a column that has one in every row.
   *
   * @throws NullPointerException when it is NULL
   */
  public UUID requiredId(String column) throws SQLException {
    return Objects.requireNonNull(id(column), column);
  }

  /**
   * Returns the time of a column that has one in every row.
   *
   * @throws NullPointerException when it is NULL
   */
  public Instant requiredInstant(String column) throws SQLException {
    return Objects.requireNonNull(instant(column), column);
  }

  /** Returns a double precision; null for NULL. */
  public @Nullable Double number(String column) throws SQLException {
    return row.getObject(column, Double.class);
  }

  /** Returns an integer; null for NULL. */
  public @Nullable Integer integer(String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  /** Returns the constant of an enum by its name; null for NULL. */
  public <E extends Enum<E>> @Nullable E constant(String column, Class<E> type)
      throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
