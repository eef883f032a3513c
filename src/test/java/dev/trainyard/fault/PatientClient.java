package dev.trainyard.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.support.ApiContract;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client as it should be written: it asks again, under the same idempotency key, until it has an
 * answer. What it is told besides "not now" is noted.
 */
final class PatientClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 200;

  /** Too many, or away. */
  private static final Set<Integer> NOT_NOW = Set.of(429, 503);

  private final ObjectMapper json = new ObjectMapper();
  private final ApiContract contract = ApiContract.ofThisVersion();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final List<String> surprises = new CopyOnWriteArrayList<>();
  private final AtomicInteger repeats = new AtomicInteger();
  private final String base;

  PatientClient(int port) {
    base = "http://localhost:%d/api/v2/training".formatted(port);
  }

  /** Submits until it is accepted; returns the job's id. */
  UUID submit(String key, Map<String, Object> request) throws InterruptedException {
    HttpRequest post =
        request("/start")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(write(request)))
            .build();
    return UUID.fromString(ask(post, Set.of(202)).path("job_id").asText());
  }

  /**
   * Cancels until there is an answer.
   *
   * @return whether the job is cancelled; it was final before otherwise
   */
  boolean cancel(UUID job) throws InterruptedException {
    JsonNode answer = ask(request("/jobs/" + job).DELETE().build(), Set.of(200, 202, 409));
    // The answer to an earlier try may have been lost: then the job is found cancelled
    String status = answer.path("job_status").asText(answer.path("status").asText());
    return status.equals("CANCELLED");
  }

  /** What a path below the base answers. */
  JsonNode get(String path) throws InterruptedException {
    return ask(request(path).build(), Set.of(200));
  }

  /** Answers that no client should have to expect, with the question. */
  List<String> surprises() {
    return surprises;
  }

  /** How often it was told to come again, or not answered. */
  int repeats() {
    return repeats.get();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
  }

  private JsonNode ask(HttpRequest request, Set<Integer> expected) throws InterruptedException {
    while (true) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        contract.faults(response).forEach(fault -> surprises.add(request.uri() + ": " + fault));
        if (expected.contains(response.statusCode())) {
          return json.readTree(response.body());
        }
        if (!NOT_NOW.contains(response.statusCode())) {
          surprises.add(
              "%s %s was answered %d %s"
                  .formatted(
                      request.method(), request.uri(), response.statusCode(), response.body()));
        } else if (response.headers().firstValue("Retry-After").isEmpty()) {
          surprises.add(
              "%s %s was answered %d without Retry-After"
                  .formatted(request.method(), request.uri(), response.statusCode()));
        }
      } catch (IOException notAnswered) {
        // The API is away; the next try finds out what became of this one
      }
      repeats.incrementAndGet();
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private String write(Map<String, Object> request) {
    try {
      return json.writeValueAsString(TrainingClient.request(request));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + request, e);
    }
  }
}
