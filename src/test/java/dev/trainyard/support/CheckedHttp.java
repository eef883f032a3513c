package dev.trainyard.support;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An HTTP client of the tests: no answer passes that the OpenAPI document does not describe. */
public final class CheckedHttp {
  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiContract contract = ApiContract.ofThisVersion();

  /**
   * Sends a request and returns its answer.
   *
   * @throws AssertionError when the answer is not one that the document describes
   */
  public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    contract.check(answer);
    return answer;
  }

  /** Sends a request to a route that a test has added, of which the document knows nothing. */
  HttpResponse<String> sendToAddedRoute(HttpRequest request)
      throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }
}
