package dev.trainyard.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Follows a job to its final state: by the service's stream of events, or by asking once a second
 * where there is none. A service that restarts meanwhile is waited for.
 */
public final class JobFollower {
  private static final long POLL_MILLIS = 1_000;
  private static final int POLLS = 30;
  private static final long LONGEST_RETRY_MILLIS = 10_000;

  private final ServiceClient service;
  private final Pause pause;
  private final Duration patience;

  /**
   * @param pause waits between two questions
   * @param patience how long a service may be away
   */
  public JobFollower(ServiceClient service, Pause pause, Duration patience) {
    this.service = service;
    this.pause = pause;
    this.patience = patience;
  }

  /**
   * Follows a job.
   *
   * @return the job in its final state
   * @throws ServiceException when there is no such job, or the service is away now or for long
   */
  public JsonNode follow(String job, JobListener listener) throws InterruptedException {
    // Refuses an unknown job or a wrong key at once
    JsonNode progress = progress(job);
    listener.progress(progress);
    return follow(job, listener, progress);
  }

  /**
   * Follows a job that the service has just accepted: it is waited for even if it is away now.
   *
   * @return the job in its final state
   * @throws ServiceException when the service stays away
   */
  public JsonNode followAccepted(String job, JobListener listener) throws InterruptedException {
    return follow(job, listener, MissingNode.getInstance());
  }

  private JsonNode follow(String job, JobListener listener, JsonNode first)
      throws InterruptedException {
    JsonNode progress = first;
    Position position = new Position();
    Outage outage = new Outage(service.target(), pause, patience);
    while (true) {
      try {
        if (progress.isMissingNode()) {
          progress = progress(job);
          listener.progress(progress);
        }
        if (progress.path("is_complete").asBoolean()) {
          listener.log(Long.MAX_VALUE);
          return service.get(ServicePath.of("/jobs/{}", job)).json();
        }
        boolean streamed = position.polls == 0 && stream(job, listener, position, outage);
        if (!streamed) {
          position.polls--;
          pause.millis(POLL_MILLIS);
          listener.log(Long.MAX_VALUE);
        }
        progress = progress(job);
        listener.progress(progress);
        outage.over();
        if (streamed && !progress.path("is_complete").asBoolean()) {
          // The stream of a process that stops ends early; it is opened again, not at once
          pause.millis(position.retryMillis);
        }
      } catch (IOException | ServiceException failure) {
        outage.await(failure, listener::away);
      }
    }
  }

  private JsonNode progress(String job) {
    return service.get(ServicePath.of("/jobs/{}/progress", job)).json();
  }

  /** Where the stream is to go on. */
  private static final class Position {
    /** How often to ask before the stream is tried again. */
    private int polls;

    private @Nullable String lastId;
    private long retryMillis = POLL_MILLIS;
  }

  /**
   * Reads events to the end of the stream.
   *
   * @return false when the service has no such stream, or has no room for another
   */
  private boolean stream(String job, JobListener listener, Position position, Outage outage)
      throws IOException {
    try (EventStream events =
        service.events(ServicePath.of("/jobs/{}/events", job), position.lastId)) {
      for (ServerEvent event = events.next(); event != null; event = events.next()) {
        outage.over();
        tell(event, listener);
        if (!event.id().isEmpty()) {
          position.lastId = event.id();
        }
        position.retryMillis =
            Math.min(events.retryMillis().orElse(POLL_MILLIS), LONGEST_RETRY_MILLIS);
      }
      if (events.state() != EventStream.State.UNSUPPORTED) {
        return true;
      }
      position.polls = Integer.MAX_VALUE;
    } catch (ServiceException e) {
      if (e.exitCode() != ServiceException.AWAY) {
        throw e;
      }
      // It has as many streams as it can have, or is just starting
      position.polls = POLLS;
    }
    return false;
  }

  private static void tell(ServerEvent event, JobListener listener) throws IOException {
    switch (event.name()) {
      case "progress" -> listener.progress(event.json());
      case "state" -> listener.state(event.json());
      case "trial" -> listener.trial(event.json());
      case "log" ->
          listener.log(
              event.id().matches("[0-9]{1,18}") ? Long.parseLong(event.id()) : Long.MAX_VALUE);
      default -> {
        // Told to others
      }
    }
  }
}
