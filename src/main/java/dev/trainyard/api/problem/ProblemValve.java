package dev.trainyard.api.problem;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Tomcat's last word on a request that it refuses before any servlet sees it, such as a path with
 * an illegal character. Tomcat makes it by its class name.
 */
public class ProblemValve extends ErrorReportValve {

  @Override
  protected void report(Request request, Response response, Throwable fault) {
    HttpStatus status = HttpStatus.resolve(response.getStatus());
    if (status == null
        || !status.isError()
        || response.getContentWritten() > 0
        || !response.setErrorReported()) {
      return;
    }
    String detail =
        status.is4xxClientError()
            ? "the request is not valid HTTP, or its path holds an encoded slash, backslash or"
                + " control character"
            : "the request failed";
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    try {
      response
          .getReporter()
          .write(
              """
              {"type":"about:blank","title":"%s","status":%d,"detail":"%s"}"""
                  .formatted(status.getReasonPhrase(), status.value(), detail));
      response.finishResponse();
    } catch (IOException e) {
      container.getLogger().debug("the client is gone", e);
    }
  }
}
