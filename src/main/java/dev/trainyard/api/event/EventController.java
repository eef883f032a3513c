package dev.trainyard.api.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.trainyard.access.Caller;
import dev.trainyard.access.Session;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.stream.EventFilter;
import dev.trainyard.job.stream.EventStreams;
import dev.trainyard.job.stream.EventStreams.JobStream;
import dev.trainyard.job.stream.EventType;
import dev.trainyard.job.stream.Subscription;
import dev.trainyard.operate.NotFoundException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Opens streams of events. No route serves them: a route answers once, and the streams of a process
 * stay open while its routes are exchanged.
 */
@RestController
@RequestMapping("/api/v2/training")
class EventController {
  private static final String LAST_ID_HEADER = "Last-Event-ID";
  private static final String LAST_ID = "last_event_id";

  /** How long a browser waits before it connects again, in milliseconds. */
  private static final byte[] RETRY = "retry: 2000\n\n".getBytes(US_ASCII);

  private final EventStreams events;
  private final OpenStreams streams;

  EventController(EventStreams events, OpenStreams streams) {
    this.events = events;
    this.streams = streams;
  }

  /** Follows one job. */
  @GetMapping(path = "/jobs/{job_id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void ofJob(
      @PathVariable("job_id") String jobId,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException, ServletException {
    UUID job = RequestParameters.id("job_id", jobId);
    Long after = after(RequestParameters.of(request.getQueryString(), LAST_ID), request);
    open(request, response, () -> ofJob(job, after));
  }

  private Optional<Subscription> ofJob(UUID job, @Nullable Long after) {
    JobStream stream = events.ofJob(job, after);
    return switch (stream.found()) {
      case NO_SUCH_JOB -> throw new NotFoundException("there is no job " + job);
      case OVER -> Optional.empty();
      case OPEN -> Optional.ofNullable(stream.subscription());
    };
  }

  /** Follows all. */
  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void ofAll(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    RequestParameters parameters =
        RequestParameters.of(
            request.getQueryString(), "types", "job_id", "batch_id", "strategy", LAST_ID);
    Set<EventType> types =
        parameters.someOf("types", List.of(EventType.values()), EventType::label);
    EventFilter filter =
        new EventFilter(
            types == null ? EnumSet.allOf(EventType.class) : types,
            parameters.id("job_id"),
            parameters.id("batch_id"),
            parameters.text("strategy"));
    Long after = after(parameters, request);
    open(request, response, () -> Optional.of(events.ofAll(filter, after)));
  }

  /** A browser that connects again sends the header, and the parameter of its first request. */
  private static @Nullable Long after(RequestParameters parameters, HttpServletRequest request) {
    Long inQuery = parameters.count(LAST_ID);
    String header = request.getHeader(LAST_ID_HEADER);
    return header == null || header.isBlank()
        ? inQuery
        : Long.valueOf(RequestParameters.countInHeader(LAST_ID_HEADER, header));
  }

  private void open(HttpServletRequest request, HttpServletResponse response, Beginning beginning)
      throws IOException, ServletException {
    Caller caller = caller();
    streams.reserve(caller);
    EventStream stream = null;
    try {
      Optional<Subscription> subscription = beginning.begin();
      if (subscription.isEmpty()) {
        response.setStatus(HttpStatus.NO_CONTENT.value());
        return;
      }
      if (request.getMethod().equals(HttpMethod.HEAD.name())) {
        subscription.get().close();
        writeHead(response);
        return;
      }
      stream =
          streams.open(caller, (UUID) request.getAttribute(Session.ATTRIBUTE), subscription.get());
    } finally {
      if (stream == null) {
        streams.release(caller);
      }
    }
    try {
      handOver(request, response, stream);
    } catch (IOException | ServletException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** The connector answers the head; the rest is sent on the connection itself. */
  private static void handOver(
      HttpServletRequest request, HttpServletResponse response, EventStream stream)
      throws IOException, ServletException {
    request.upgrade(StreamConnection.class).carry(stream);
    writeHead(response);
    response.getOutputStream().write(RETRY);
    response.flushBuffer();
  }

  private static void writeHead(HttpServletResponse response) {
    response.setStatus(HttpStatus.OK.value());
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    // The end of the stream is the end of the connection
    response.setHeader(HttpHeaders.CONNECTION, "close");
  }

  private static Caller caller() {
    return (Caller)
        Objects.requireNonNull(
                SecurityContextHolder.getContext().getAuthentication(), "nobody has let it in")
            .getPrincipal();
  }

  /** Finds where a client begins, once it has a place; empty when it has everything. */
  @FunctionalInterface
  private interface Beginning {
    Optional<Subscription> begin();
  }
}
