package dev.trainyard.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed outside Spring MVC: in a filter, or in the servlet container. */
@RestController
class ProblemErrorController implements ErrorController {
  private final Problems problems;
  private final ProblemWriter writer;

  ProblemErrorController(Problems problems, ProblemWriter writer) {
    this.problems = problems;
    this.writer = writer;
  }

  /**
   * Answers with the fault or status that the container passes on. Spring is not asked to write it:
   * it would read the headers of the request, which may be what is wrong.
   */
  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    ProblemDetail problem = problem(request);
    if (Problems.mayBeRepeated(problem.getStatus())) {
      response.setHeader(HttpHeaders.RETRY_AFTER, ProblemAdvice.RETRY_AFTER_SECONDS);
    }
    writer.write(problem, response);
  }

  private ProblemDetail problem(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      return problems.of(fault);
    }
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.valueOf(code)
            : HttpStatus.NOT_FOUND;
    return Problems.problem(status, "the request cannot be answered: " + status.getReasonPhrase());
  }
}
