package dev.trainyard.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;

/** Reads the row of a claim. */
final class ClaimedJobMapper implements RowMapper<ClaimedJob> {
  private final ObjectMapper json;

  ClaimedJobMapper(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public ClaimedJob mapRow(ResultSet rs, int row) throws SQLException {
    return new ClaimedJob(
        new Lease(rs.getObject("id", UUID.class), rs.getObject("lease_token", UUID.class)),
        request(rs),
        rs.getString("space"),
        rs.getInt("attempt"),
        rs.getInt("max_attempts"),
        pinned(rs),
        rs.getTimestamp("started_at").toInstant());
  }

  private TrainingRequest request(ResultSet rs) throws SQLException {
    try {
      return json.readValue(rs.getString("request"), TrainingRequest.class);
    } catch (JsonProcessingException e) {
      throw new SQLException(
          "the stored request of job " + rs.getString("id") + " cannot be read", e);
    }
  }

  private static PinnedInputs pinned(ResultSet rs) throws SQLException {
    String fingerprint = rs.getString("data_fingerprint");
    return fingerprint == null
        ? null
        : new PinnedInputs(
            rs.getTimestamp("data_from").toInstant(),
            rs.getTimestamp("data_to").toInstant(),
            fingerprint,
            rs.getString("engine_version"));
  }
}
