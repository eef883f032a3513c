package dev.trainyard.job.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.trainyard.access.Caller;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.strategy.parameter.SpaceJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Writes checked requests as they are stored. */
@Component
public class NewJobs {
  private final ObjectMapper json;

  /** Creates a writer. */
  public NewJobs(ObjectMapper json) {
    this.json = json.copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
  }

  /**
   * A request on its way to become a job.
   *
   * @param caller who asks
   * @param idempotencyKey the client's key for it; null for none
   */
  public NewJob of(
      TrainingRequestReader.Checked checked, Caller caller, @Nullable String idempotencyKey) {
    TrainingRequest request = checked.request();
    try {
      String requestJson = json.writeValueAsString(request);
      return new NewJob(
          request,
          requestJson,
          json.writeValueAsString(SpaceJson.toList(checked.space())),
          caller,
          idempotencyKey,
          idempotencyKey == null ? null : sha256(requestJson));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a checked request can be written", e);
    }
  }

  /** SHA-256 of a text, in hex. */
  public static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
