package dev.trainyard.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** Reads the nullable columns of a row. */
public record RowReader(ResultSet row) {

  /** A UUID; null for NULL. */
  public UUID id(String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** A time; null for NULL. */
  public Instant instant(String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  /** A double precision; null for NULL. */
  public Double number(String column) throws SQLException {
    return row.getObject(column, Double.class);
  }

  /** An integer; null for NULL. */
  public Integer integer(String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  /** The constant of an enum by its name; null for NULL. */
  public <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
