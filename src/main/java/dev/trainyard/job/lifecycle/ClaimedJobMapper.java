package dev.trainyard.job.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Stage;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.sql.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;

/** Maps a row that a claim returned. */
final class ClaimedJobMapper implements RowMapper<Claim> {
  private final ObjectMapper json;

  ClaimedJobMapper(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public Claim mapRow(ResultSet rs, int row) throws SQLException {
    RowReader columns = new RowReader(rs);
    Lease lease = new Lease(columns.requiredId("id"), columns.requiredId("lease_token"));
    try {
      return new Claim(lease, job(lease, rs), null);
    } catch (JsonProcessingException e) {
      return new Claim(
          lease,
          null,
          new JobFailure(
              FailureKind.PERMANENT,
              "UnreadableRequest",
              "this version cannot read the stored request; submit it again: "
                  + e.getOriginalMessage(),
              Stage.DATA_PREPARATION,
              null));
    }
  }

  private ClaimedJob job(Lease lease, ResultSet rs) throws SQLException, JsonProcessingException {
    return new ClaimedJob(
        lease,
        json.readValue(rs.getString("request"), TrainingRequest.class),
        rs.getString("space"),
        rs.getInt("attempt"),
        rs.getInt("max_attempts"),
        rs.getInt("losses"),
        rs.getBoolean("first_claim"),
        pinned(rs),
        new RowReader(rs).requiredInstant("started_at"),
        Duration.ofMillis(rs.getLong("waited_ms")),
        rs.getString("trace_context"));
  }

  private static @Nullable PinnedInputs pinned(ResultSet rs) throws SQLException {
    RowReader columns = new RowReader(rs);
    String fingerprint = rs.getString("data_fingerprint");
    return fingerprint == null
        ? null
        : new PinnedInputs(
            columns.requiredInstant("data_from"),
            columns.requiredInstant("data_to"),
            fingerprint,
            rs.getString("engine_version"));
  }
}
