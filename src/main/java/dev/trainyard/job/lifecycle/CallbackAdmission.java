package dev.trainyard.job.lifecycle;

import dev.trainyard.access.Caller;
import dev.trainyard.callback.secret.CallbackSecrets;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.text.FieldError;
import java.util.List;
import org.springframework.stereotype.Component;

/** Refuses requests for callbacks that could not be signed for their client. */
@Component
public class CallbackAdmission {
  private final CallbackSecrets secrets;

  CallbackAdmission(CallbackSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Lets a request pass, with its URL checked already.
   *
   * @throws InvalidRequestException when it asks for a callback and its client has no secret
   */
  public void require(TrainingRequest.Delivery delivery, Caller caller) {
    if (delivery.callbackUrl().isPresent()) {
      secrets
          .refusal(caller.client())
          .ifPresent(
              refusal -> {
                throw new InvalidRequestException(List.of(new FieldError("callback_url", refusal)));
              });
    }
  }
}
