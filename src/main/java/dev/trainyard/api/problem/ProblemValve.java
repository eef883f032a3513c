package dev.trainyard.api.problem;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tomcat's last word on a request that it refuses before any servlet sees it, such as a path with
 * an illegal character. Tomcat makes it by its class name.
 */
public class ProblemValve extends ErrorReportValve {
  private static final int MAX_SWALLOWED_BYTES = 64 * 1024 * 1024;
  private static final long MAX_SWALLOWING_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int REQUEST_TIMEOUT = HttpStatus.REQUEST_TIMEOUT.value();

  /** The words of Tomcat, in the language of the process: it has no exception of its own. */
  private static final String TOO_LARGE =
      StringManager.getManager("org.apache.coyote.http11")
          .getString("iib.requestheadertoolarge.error");

  /**
   * Answers, then reads what is left of a refused body, so that its sender comes to read the
   * answer. The container would do so as long as a byte comes now and then.
   */
  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    super.invoke(request, response);
    org.apache.coyote.Request body = request.getCoyoteRequest();
    if (request.isAsync() || !response.isCommitted() || body.isFinished()) {
      return;
    }
    try {
      response.finishResponse();
      if (!body.hasExpectation() && response.getStatus() != REQUEST_TIMEOUT) {
        swallow(body);
      }
    } catch (IOException e) {
      container.getLogger().debug("the client is gone", e);
    }
    // Once all has been read the connection serves the next request
    if (!body.isFinished()) {
      body.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }
  }

  private static void swallow(org.apache.coyote.Request body) throws IOException {
    Discarded discarded = new Discarded();
    long start = System.nanoTime();
    int swallowed = 0;
    int count = body.doRead(discarded);
    while (count >= 0
        && swallowed < MAX_SWALLOWED_BYTES
        && System.nanoTime() - start < MAX_SWALLOWING_NANOS) {
      swallowed += count;
      count = body.doRead(discarded);
    }
  }

  /** Where bytes go that nobody reads. */
  private static final class Discarded implements ApplicationBufferHandler {
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    @Override
    public void setByteBuffer(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {
      // The container has a buffer of its own
    }
  }

  @Override
  protected void report(Request request, Response response, Throwable fault) {
    HttpStatus status = refined(HttpStatus.resolve(response.getStatus()), request, fault);
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response
          .getReporter()
          .write(
              """
              {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}"""
                  .formatted(status.getReasonPhrase(), status.value(), detail(status)));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("the client is gone", e);
    }
  }

  /** Tomcat answers 400 to whatever it does not read to the end of the headers. */
  private static @Nullable HttpStatus refined(
      @Nullable HttpStatus status, Request request, @Nullable Throwable fault) {
    if (status != HttpStatus.BAD_REQUEST || !isTooMuch(fault)) {
      return status;
    }
    return request.getCoyoteRequest().requestURI().isNull()
        ? HttpStatus.URI_TOO_LONG
        : HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
  }

  private static boolean isTooMuch(@Nullable Throwable fault) {
    return fault != null
        && (TOO_LARGE.equals(fault.getMessage())
            || (fault instanceof IllegalStateException
                && MimeHeaders.class.getName().equals(fault.getStackTrace()[0].getClassName())));
  }

  private static String detail(HttpStatus status) {
    return switch (status) {
      case URI_TOO_LONG -> "path and query are longer than the service reads";
      case REQUEST_HEADER_FIELDS_TOO_LARGE ->
          "the headers are larger or more than the service reads";
      case EXPECTATION_FAILED -> "Expect may only ask for 100-continue";
      case NOT_IMPLEMENTED -> "Transfer-Encoding may only be chunked";
      default ->
          status.is4xxClientError()
              ? "the request is not valid HTTP, or its path holds an encoded slash, backslash or"
                  + " control character"
              : "the request failed";
    };
  }
}
