package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.cli.client.Answer;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.ServicePath;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Submits so that a repetition does nothing twice: each submission has an idempotency key. When an
 * answer is lost it is asked for again, once.
 */
final class Submission {
  /** As the service takes it. */
  private static final Pattern KEY = Pattern.compile("[!-~]{1,255}");

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Repeating a command with the same key does not submit again, for 24 hours.")
  private @Nullable String idempotencyKey;

  /**
   * POSTs a request.
   *
   * @throws ServiceException when it is refused, or the service is away
   */
  Answer post(Session session, ServicePath path, JsonNode body) {
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    if (!KEY.matcher(key).matches()) {
      throw new ServiceException(
          ServiceException.USAGE, "--idempotency-key must be 1 to 255 visible ASCII characters.");
    }
    Map<String, String> headers = Map.of("Idempotency-Key", key);
    try {
      return session.service().post(path, body, headers);
    } catch (ServiceException e) {
      if (e.status() != 0) {
        throw e;
      }
    }
    try {
      return session.service().post(path, body, headers);
    } catch (ServiceException e) {
      if (e.status() == 0) {
        session.note(
            "If it may have been accepted, repeat the command with --idempotency-key "
                + key
                + ": it is submitted once.");
      }
      throw e;
    }
  }
}
