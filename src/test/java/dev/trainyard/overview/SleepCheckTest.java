package dev.trainyard.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.callback.CallbackStore;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.queue.QueueView;
import dev.trainyard.overview.Overview.Component;
import dev.trainyard.overview.Overview.Count;
import dev.trainyard.overview.Overview.Counts;
import dev.trainyard.overview.Overview.Health;
import dev.trainyard.overview.Overview.Queue;
import dev.trainyard.overview.Overview.Reason;
import dev.trainyard.overview.Overview.Sleep;
import dev.trainyard.overview.Overview.Worker;
import dev.trainyard.overview.SleepCheck.Concerns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SleepCheckTest {
  private static final Instant NOW = Instant.parse("2026-01-31T08:30:00Z");
  private static final Health UP = new Health("UP", List.of(new Component("redis", "UP", "")));

  private final SleepCheck check =
      new SleepCheck(
          new QueueSettings(
              Duration.ofSeconds(10),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              1000,
              new QueueSettings.HeadStart(Duration.ofMinutes(10), Duration.ofMinutes(10))));

  @Test
  void allIsWellWhenNothingIsAmiss() {
    Sleep sleep = check.check(concerns(queue(false, 3, 2, 5), hour(10, 0), UP));

    assertThat(sleep.ok()).isTrue();
    assertThat(sleep.reasons()).isEmpty();
  }

  @Test
  void aPausedQueueIsTold() {
    assertThat(messages(concerns(queue(true, 1, 0, 150), hour(1, 0), UP)))
        .containsExactly("warning: The queue is paused while 1 job waits, the oldest for 2 min.");
    assertThat(messages(concerns(queue(true, 0, 0, 0), hour(1, 0), UP)))
        .containsExactly("warning: The queue is paused: no job will start.");
  }

  @Test
  void aLongWaitIsNewsOnlyBesideFreeSlots() {
    assertThat(messages(concerns(queue(false, 5, 1, 90), hour(1, 0), UP)))
        .containsExactly("warning: The oldest job has waited 90 s although 1 of 2 slots is free.");
    assertThat(messages(concerns(queue(false, 5, 2, 90), hour(1, 0), UP)))
        .containsExactly("info: All slots are busy; the oldest of 5 jobs has waited 90 s.");
  }

  @Test
  void aFewFailuresBesideManySuccessesNeedNobody() {
    Sleep sleep = check.check(concerns(queue(false, 0, 0, 0), hour(10, 3), UP));

    assertThat(sleep.ok()).isTrue();
    assertThat(messages(concerns(queue(false, 0, 0, 0), hour(2, 3), UP)))
        .containsExactly("warning: 3 jobs failed in the last hour and only 2 completed.");
    assertThat(messages(concerns(queue(false, 0, 0, 0), hour(0, 12), UP)))
        .containsExactly("critical: 12 jobs failed in the last hour and none completed.");
  }

  @Test
  void theMostUrgentComesFirst() {
    Health health =
        new Health(
            "DOWN",
            List.of(
                new Component("redis", "DEGRADED", "no answer"),
                new Component("routes", "DOWN", "down: {start=Stopped}")));
    Queue nobody = new Queue(false, new QueueView.Ready(0, 2, 0), 0, 0, 5, 0, 0);

    assertThat(messages(concerns(nobody, hour(1, 0), health)))
        .containsExactly(
            "critical: No worker is alive while 2 jobs wait.",
            "critical: Routes that the service needs do not run: down: {start=Stopped}.",
            "warning: Redis is away: jobs are accepted and run, and start up to a second later.");
  }

  @Test
  void whatDoesNotReachAnybodyIsTold() {
    Concerns concerns =
        new Concerns(
            queue(false, 0, 0, 0),
            List.of(new Worker("w-1", "here", "1.0", 2, 1, NOW, Worker.LATE, List.of())),
            hour(1, 0),
            UP,
            new CallbackStore.Counts(0, 1, 0),
            2,
            1,
            null);

    assertThat(messages(concerns))
        .containsExactly(
            "warning: Worker w-1 on here has missed heartbeats; soon its job goes to others.",
            "warning: 1 callback could not be delivered and was given up.",
            "warning: 2 configurations in use have decayed: newer candles do not show the edge any more.",
            "warning: 1 schedule cannot fire.");
  }

  private List<String> messages(Concerns concerns) {
    return check.check(concerns).reasons().stream()
        .map((Reason reason) -> reason.severity().label() + ": " + reason.message())
        .toList();
  }

  private static Concerns concerns(Queue queue, Counts counts, Health health) {
    return new Concerns(
        queue, List.of(), counts, health, new CallbackStore.Counts(0, 0, 0), 0, 0, null);
  }

  private static Queue queue(boolean paused, long due, long running, double oldest) {
    return new Queue(paused, new QueueView.Ready(0, due, 0), 0, running, oldest, 1, 2);
  }

  private static Counts hour(long completed, long failed) {
    Count count = new Count(NOW, completed + failed, completed, failed, 0);
    return new Counts(count, count);
  }
}
