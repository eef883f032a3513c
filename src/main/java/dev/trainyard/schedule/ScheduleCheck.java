package dev.trainyard.schedule;

import dev.trainyard.json.InvalidRequestException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Checks the stored schedules again when strategies may have changed: a start or an edit of files
 * can make a request wrong that was right when it was saved. Such a schedule says so at once, not
 * only when it is due.
 */
@Component
public class ScheduleCheck {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleCheck.class);
  private static final int PAGE = 100;

  private final ScheduleStore store;
  private final WorkReader work;

  /** True at first: files may have changed while no process ran. */
  private volatile boolean asked = true;

  ScheduleCheck(ScheduleStore store, WorkReader work) {
    this.store = store;
    this.work = work;
  }

  /** Asks for a check in the next round. */
  public void ask() {
    asked = true;
  }

  /** Checks all schedules when that was asked for; a check that fails is repeated. */
  void runIfAsked() {
    if (!asked) {
      return;
    }
    asked = false;
    try {
      run();
    } catch (RuntimeException e) {
      asked = true;
      throw e;
    }
  }

  private void run() {
    UUID last = null;
    List<Schedule> page;
    do {
      page = store.list(last, PAGE);
      for (Schedule schedule : page) {
        check(schedule);
        last = schedule.id();
      }
    } while (page.size() == PAGE);
  }

  private void check(Schedule schedule) {
    String problem = problem(schedule);
    if (store.setProblem(schedule, problem) && problem != null) {
      LOG.warn("schedule {} does not fire: {}", schedule.definition().name(), problem);
    }
  }

  private @Nullable String problem(Schedule schedule) {
    try {
      schedule.definition().rule();
      work.read(schedule.definition().work());
      return null;
    } catch (InvalidRequestException | IllegalArgumentException e) {
      return e.getMessage();
    }
  }
}
