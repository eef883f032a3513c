package dev.trainyard.callback.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks signatures as a receiver does, by the text of the Standard Webhooks specification alone.
 */
public final class WebhookCheck {
  private WebhookCheck() {}

  /**
   * Whether one of the signatures of a message is made with a secret.
   *
   * @param secret {@code whsec_} and base64
   * @param headers the three headers
   */
  public static boolean isSigned(String secret, Map<String, String> headers, String body) {
    String content =
        headers.get("webhook-id") + "." + headers.get("webhook-timestamp") + "." + body;
    return Arrays.asList(headers.get("webhook-signature").split(" ")).contains(v1(secret, content));
  }

  static String v1(String secret, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
