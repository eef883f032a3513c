package dev.trainyard.api.problem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers what failed outside Spring MVC: in a filter, or in the servlet container. */
@RestController
class ProblemErrorController implements ErrorController {
  private final Problems problems;

  ProblemErrorController(Problems problems) {
    this.problems = problems;
  }

  /** The fault or status that the container passes on. */
  @RequestMapping("${server.error.path:/error}")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable fault) {
      return ProblemAdvice.answer(problems.of(fault));
    }
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
            ? HttpStatus.valueOf(code)
            : HttpStatus.NOT_FOUND;
    return ProblemAdvice.answer(
        Problems.problem(status, "the request cannot be answered: " + status.getReasonPhrase()));
  }
}
