package dev.trainyard.api.problem;

import dev.trainyard.cache.TooManyWaitingException;
import dev.trainyard.job.queue.QueueFullException;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.operate.ConflictException;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.operate.RemovedException;
import dev.trainyard.operate.WrongStateException;
import dev.trainyard.pipeline.rerun.NotRepeatableException;
import dev.trainyard.process.OutOfMemory;
import dev.trainyard.sql.DatabaseOutage;
import dev.trainyard.sql.TransientDatabaseError;
import dev.trainyard.text.FieldError;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.UUID;
import org.apache.coyote.BadRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/** The one table of which fault is answered with which problem document (RFC 9457). */
@Component("problems")
public class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  /** The document for a fault; one that nobody foresaw is logged with the id that it shows. */
  public ProblemDetail of(Throwable fault) {
    if (fault instanceof InvalidRequestException invalid) {
      return withErrors(HttpStatus.UNPROCESSABLE_ENTITY, fault, invalid.errors());
    }
    if (fault instanceof InvalidParameterException invalid) {
      return withErrors(HttpStatus.BAD_REQUEST, fault, List.of(invalid.error()));
    }
    if (fault instanceof UnreadableJsonException) {
      return problem(HttpStatus.BAD_REQUEST, fault.getMessage());
    }
    if (fault instanceof NotFoundException) {
      return problem(HttpStatus.NOT_FOUND, fault.getMessage());
    }
    if (fault instanceof RemovedException) {
      return problem(HttpStatus.GONE, fault.getMessage());
    }
    if (fault instanceof NotRepeatableException || fault instanceof ConflictException) {
      return problem(HttpStatus.CONFLICT, fault.getMessage());
    }
    if (fault instanceof WrongStateException wrong) {
      ProblemDetail problem = problem(HttpStatus.CONFLICT, fault.getMessage());
      problem.setProperty("job_status", wrong.status());
      wrong
          .replayedAs()
          .ifPresent(
              replay -> {
                problem.setProperty("replayed_as", replay);
                problem.setProperty("job_id", replay);
              });
      return problem;
    }
    if (fault instanceof QueueFullException) {
      return problem(HttpStatus.TOO_MANY_REQUESTS, fault.getMessage());
    }
    if (fault instanceof TooManyStreamsException streams) {
      return problem(
          streams.isOfClient() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE,
          fault.getMessage());
    }
    if (fault instanceof TooManyBacktestsException || fault instanceof TooManyWaitingException) {
      return problem(HttpStatus.SERVICE_UNAVAILABLE, fault.getMessage());
    }
    if (fault instanceof BadRequestException || fault instanceof EOFException) {
      return problem(
          HttpStatus.BAD_REQUEST,
          "nothing was done: the body ended before its Content-Length or its last chunk");
    }
    if (fault instanceof SocketTimeoutException) {
      return problem(
          HttpStatus.REQUEST_TIMEOUT, "nothing was done: no more of the body came in time");
    }
    if (isAbsence(fault)) {
      LOG.warn("The database is away: {}", fault.getMessage());
      return problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "the database cannot be reached or takes no writes; try again");
    }
    return unexpected(fault);
  }

  /** Whether a client may succeed with the same request a little later. */
  static boolean mayBeRepeated(int status) {
    return status == HttpStatus.SERVICE_UNAVAILABLE.value()
        || status == HttpStatus.TOO_MANY_REQUESTS.value();
  }

  /**
   * A document of a status and a text.
   *
   * @param detail null for none
   */
  public static ProblemDetail problem(HttpStatus status, @Nullable String detail) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(status.getReasonPhrase());
    return problem;
  }

  private static ProblemDetail withErrors(
      HttpStatus status, Throwable fault, List<FieldError> errors) {
    ProblemDetail problem = problem(status, fault.getMessage());
    problem.setProperty("errors", errors);
    return problem;
  }

  private static boolean isAbsence(Throwable fault) {
    return DatabaseOutage.isAbsence(fault)
        || TransientDatabaseError.isInterruption(fault)
        || fault instanceof TransientDataAccessException;
  }

  private static ProblemDetail unexpected(Throwable fault) {
    OutOfMemory.endProcessIfCauseOf(fault);
    UUID id = UUID.randomUUID();
    LOG.error("Request failed, error_id {}", id, fault);
    @Nullable String detail =
        fault instanceof StrategyFailedException
            ? fault.getMessage()
            : "the request failed; the log tells why";
    ProblemDetail problem = problem(HttpStatus.INTERNAL_SERVER_ERROR, detail);
    problem.setProperty("error_id", id);
    return problem;
  }
}
