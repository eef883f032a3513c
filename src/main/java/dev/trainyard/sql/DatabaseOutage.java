package dev.trainyard.sql;

import org.springframework.stereotype.Component;

/**
 * Tells an error of PostgreSQL or of the way to it from one of the job: the server is gone or
 * going, refuses connections, takes no writes for now, or this connection is not what it should be.
 * Such an error says nothing of the job, which goes on later and loses no attempt.
 */
@Component("outage")
public class DatabaseOutage {

  /** Whether an error, or one of its causes, is such a one. */
  public boolean explains(Throwable error) {
    return isAbsence(error);
  }

  /** As {@link #explains}, for those who have no bean. */
  public static boolean isAbsence(Throwable error) {
    return DatabaseFault.of(error).filter(fault -> fault == DatabaseFault.AWAY).isPresent();
  }
}
