package dev.trainyard.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns a problem document (RFC 9457) into a sentence for the user and an exit code. */
final class Problem {
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int SERVER_FAULT = 500;

  private Problem() {}

  static ServiceException of(int status, String contentType, byte[] body, Target target) {
    JsonNode problem = read(contentType, body);
    String detail =
        problem.path("detail").asText(problem.path("title").asText("it answers " + status));
    List<String> details = new ArrayList<>();
    problem
        .path("errors")
        .forEach(
            error ->
                details.add(error.path("field").asText() + ": " + error.path("message").asText()));
    problem
        .path("problems")
        .forEach(
            place ->
                details.add(
                    "%s:%s:%s: %s"
                        .formatted(
                            place.path("file").asText(),
                            place.path("line").asText(),
                            place.path("column").asText(),
                            place.path("message").asText())));
    if (problem.path("error_id").isTextual()) {
      details.add("error_id: " + problem.path("error_id").asText());
    }
    return new ServiceException(exitCode(status), status, message(status, detail, target), details);
  }

  private static JsonNode read(String contentType, byte[] body) {
    try {
      return JsonText.read(contentType.contains("json") ? body : new byte[0]);
    } catch (IOException e) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }

  private static String message(int status, String detail, Target target) {
    return switch (status) {
      case UNAUTHENTICATED ->
          target.key() == null
              ? "The service at %s asks who you are. Set TRAINYARD_KEY, or use a profile with a key."
                  .formatted(target)
              : "The service at %s does not accept this key: it is wrong, expired or revoked."
                  .formatted(target);
      case FORBIDDEN -> "Not allowed: " + detail;
      default ->
          status >= SERVER_FAULT || status == TOO_MANY
              ? "The service at %s cannot answer now: %s".formatted(target, detail)
              : detail;
    };
  }

  private static int exitCode(int status) {
    return switch (status) {
      case UNAUTHENTICATED, FORBIDDEN -> ServiceException.NOT_ALLOWED;
      case NOT_FOUND, CONFLICT -> ServiceException.REFUSED;
      case TOO_MANY -> ServiceException.AWAY;
      default -> status >= SERVER_FAULT ? ServiceException.AWAY : ServiceException.USAGE;
    };
  }
}
