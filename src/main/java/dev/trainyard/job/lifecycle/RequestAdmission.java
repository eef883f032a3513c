package dev.trainyard.job.lifecycle;

import dev.trainyard.access.Caller;
import dev.trainyard.callback.secret.CallbackSecrets;
import dev.trainyard.exchange.Exchanges;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import org.springframework.stereotype.Component;

/**
 * Refuses requests that are right by themselves and can never be served here: for callbacks that
 * could not be signed for their client, and for candles of an exchange that no file describes.
 */
@Component
public class RequestAdmission {
  private final CallbackSecrets secrets;
  private final Exchanges exchanges;

  RequestAdmission(CallbackSecrets secrets, Exchanges exchanges) {
    this.secrets = secrets;
    this.exchanges = exchanges;
  }

  /**
   * Lets a request pass, with its URL checked already.
   *
   * @throws InvalidRequestException when it asks for a callback and its client has no secret, or
   *     for candles that nobody could fetch
   */
  public void require(TrainingRequest request, Caller caller) {
    FieldErrors errors = new FieldErrors();
    if (request.delivery().callbackUrl().isPresent()) {
      secrets.refusal(caller.client()).ifPresent(refusal -> errors.add("callback_url", refusal));
    }
    String exchange = request.data().exchange();
    if (request.delivery().fetch() && exchanges.find(exchange).isEmpty()) {
      errors.add("exchange", exchanges.unknown(exchange));
    }
    errors.throwIfAny();
  }
}
