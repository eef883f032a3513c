package dev.trainyard.callback.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.callback.secret.CallbackSecrets;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.springframework.stereotype.Component;

/** Puts the headers of Standard Webhooks on a callback. */
@Component("callbackSigner")
public class CallbackSigner {
  private final CallbackSecrets secrets;

  CallbackSigner(CallbackSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Sets {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
   *
   * @throws dev.trainyard.callback.secret.MissingSecretException when there is no secret
   */
  public void sign(@Body DueCallback callback, @Headers Map<String, Object> headers) {
    headers.put("webhook-id", callback.id().toString());
    headers.put("webhook-timestamp", Long.toString(callback.attemptedAt().getEpochSecond()));
    headers.put(
        "webhook-signature",
        secrets.sign(
            callback.client(),
            callback.id(),
            callback.attemptedAt(),
            callback.body().getBytes(UTF_8)));
  }
}
