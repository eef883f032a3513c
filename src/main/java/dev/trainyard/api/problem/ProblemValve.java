package dev.trainyard.api.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tomcat's last word on a request that it refuses before any servlet sees it, such as a path with
 * an illegal character. Tomcat makes it by its class name.
 */
public class ProblemValve extends ErrorReportValve {

  /** The words of Tomcat, in the language of the process: it has no exception of its own. */
  private static final String TOO_LARGE =
      StringManager.getManager("org.apache.coyote.http11")
          .getString("iib.requestheadertoolarge.error");

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
