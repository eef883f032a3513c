package dev.trainyard.monitor.jmx;

import dev.trainyard.forward.ConfigurationDecayed;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.WorkerLost;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.text.FileProblem;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import org.springframework.context.event.EventListener;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedNotification;
import org.springframework.jmx.export.annotation.ManagedResource;
import org.springframework.jmx.export.notification.NotificationPublisher;
import org.springframework.jmx.export.notification.NotificationPublisherAware;
import org.springframework.stereotype.Component;

/**
 * Sends every notification of the service, so that an operator subscribes to one name. Each event
 * that this process made or found is sent once. The user data is the id of the job or worker.
 */
@Component
@ManagedResource(
    objectName = "dev.trainyard:type=Events",
    description = "Sends the notifications of this process")
@ManagedNotification(
    name = "javax.management.Notification",
    description = "A job of this process has become a dead letter; user data: its id",
    notificationTypes = Notifications.DEAD_LETTER)
@ManagedNotification(
    name = "javax.management.Notification",
    description = "This process has found a worker lost; user data: the worker's id",
    notificationTypes = Notifications.WORKER_LOST)
@ManagedNotification(
    name = "javax.management.Notification",
    description = "An edit of the files was refused; user data: the edit's id",
    notificationTypes = Notifications.EDIT_REFUSED)
@ManagedNotification(
    name = "javax.management.Notification",
    description = "This process has found a configuration decayed; user data: its id",
    notificationTypes = Notifications.CONFIGURATION_DECAYED)
public class Notifications implements NotificationPublisherAware {
  static final String DEAD_LETTER = "trainyard.dead-letter";
  static final String WORKER_LOST = "trainyard.worker.lost";
  static final String EDIT_REFUSED = "trainyard.edit.refused";
  static final String CONFIGURATION_DECAYED = "trainyard.configuration.decayed";

  private final Clock clock;
  private final AtomicLong sent = new AtomicLong();

  /** Does nothing before the MBean is registered, when nobody can listen. */
  private volatile NotificationPublisher publisher = notification -> {};

  Notifications(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void setNotificationPublisher(NotificationPublisher notificationPublisher) {
    publisher = notificationPublisher;
  }

  @ManagedAttribute(description = "Notifications that were sent since the start")
  public long getSent() {
    return sent.get();
  }

  @EventListener
  void deadLetter(DeadLetterWritten letter) {
    String message =
        "job %s is a dead letter (%s): %s"
            .formatted(letter.jobId(), letter.kind(), letter.message());
    send(DEAD_LETTER, message, letter.jobId().toString());
  }

  @EventListener
  void workerLost(WorkerLost lost) {
    String message =
        "worker %s sends no heartbeat; its jobs continue elsewhere".formatted(lost.workerId());
    send(WORKER_LOST, message, lost.workerId());
  }

  @EventListener
  void edited(RouteEdit edit) {
    if (edit.outcome() == RouteEdit.Outcome.refused) {
      String message =
          "the edit of %s was refused: %s"
              .formatted(
                  String.join(", ", edit.files()),
                  edit.problems().stream()
                      .map(FileProblem::toString)
                      .collect(Collectors.joining("; ")));
      send(EDIT_REFUSED, message, edit.id().toString());
    }
  }

  @EventListener
  void decayed(ConfigurationDecayed configuration) {
    send(
        CONFIGURATION_DECAYED,
        "configuration %s has decayed. %s"
            .formatted(configuration.configId(), configuration.reason()),
        configuration.configId().toString());
  }

  private void send(String type, String message, String subject) {
    Notification notification =
        new Notification(type, this, sent.incrementAndGet(), clock.millis(), message);
    notification.setUserData(subject);
    publisher.sendNotification(notification);
  }
}
