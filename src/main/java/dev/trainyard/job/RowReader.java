package dev.trainyard.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/** Reads the nullable columns of a row. */
record RowReader(ResultSet row) {

  UUID id(String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  Instant instant(String column) throws SQLException {
    Timestamp timestamp = row.getTimestamp(column);
    return timestamp == null ? null : timestamp.toInstant();
  }

  Double number(String column) throws SQLException {
    return row.getObject(column, Double.class);
  }

  Integer integer(String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  <E extends Enum<E>> E constant(String column, Class<E> type) throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }
}
