package dev.trainyard.schedule;

/**
 * What the author of a schedule writes.
 *
 * @param name what it is called
 * @param cron when it is due, as written
 * @param timeZone zone of that, of the IANA database
 * @param enabled whether it fires
 * @param overlap what happens while its last run is not final
 * @param misfire what happens to missed times
 * @param work what it submits
 */
public record ScheduleDefinition(
    String name,
    String cron,
    String timeZone,
    boolean enabled,
    Overlap overlap,
    Misfire misfire,
    ScheduledWork work) {

  /**
   * Returns when it is due.
   *
   * @throws IllegalArgumentException when this JVM does not know the zone or reads no such
   *     expression
   */
  public CronRule rule() {
    return CronRule.of(cron, timeZone);
  }

  /** Returns whether another definition is due at the same times. */
  boolean isDueLike(ScheduleDefinition other) {
    return enabled == other.enabled && cron.equals(other.cron) && timeZone.equals(other.timeZone);
  }
}
