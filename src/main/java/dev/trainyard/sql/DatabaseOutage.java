package dev.trainyard.sql;

import org.springframework.stereotype.Component;

/**
 * Recognises errors of PostgreSQL or of the connection to it, rather than of the job. The server is
 * gone or going, refuses connections, takes no writes for now, or the connection is not what it
 * should be. Such an error says nothing about the job, which continues later and loses no attempt.
 */
@Component("outage")
public class DatabaseOutage {

  /** Returns whether an error, or one of its causes, is an outage. */
  public boolean explains(Throwable error) {
    return isAbsence(error);
  }

  /** Returns the same as {@link #explains}, for callers without a bean. */
  public static boolean isAbsence(Throwable error) {
    return DatabaseFault.of(error).filter(fault -> fault == DatabaseFault.AWAY).isPresent();
  }
}
