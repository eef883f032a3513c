package dev.trainyard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.support.CheckedHttp;
import dev.trainyard.support.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The API over HTTP, with real servers behind it and no worker. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "trainyard.role=api",
      "camel.main.routes-include-pattern=file:routes/api/*.camel.yaml"
    })
public abstract class ApiFixture {
  private static final String BASE = "/api/v2/training";

  @LocalServerPort private int port;
  @Autowired private ObjectMapper json;
  @Autowired protected JdbcClient jdbc;

  private final CheckedHttp client = new CheckedHttp();

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.shared().register(registry);
  }

  /** An answer whose body is JSON. */
  public record Answer(int status, HttpResponse<String> http, JsonNode body) {

    public String contentType() {
      return http.headers().firstValue("Content-Type").orElse("");
    }

    /** The message of a field's fault. */
    public String error(String field) {
      for (JsonNode error : body.path("errors")) {
        if (error.path("field").asText().equals(field)) {
          return error.path("message").asText();
        }
      }
      return null;
    }
  }

  /** GET of a path below the base. */
  public Answer get(String path) {
    return send(request(BASE + path).GET());
  }

  /** POST of JSON to a path below the base. */
  public Answer post(String path, String body) {
    return post(path, BodyPublishers.ofString(body));
  }

  /** POST of JSON to a path below the base. */
  public Answer post(String path, BodyPublisher body) {
    return send(request(BASE + path).header("Content-Type", "application/json").POST(body));
  }

  /** POST without a body to a path below the base. */
  public Answer post(String path) {
    return send(request(BASE + path).POST(BodyPublishers.noBody()));
  }

  /** DELETE of a path below the base. */
  public Answer delete(String path) {
    return send(request(BASE + path).DELETE());
  }

  /** A request to any path of the service. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  /** Port of the service. */
  public int port() {
    return port;
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build());
      return new Answer(response.statusCode(), response, json.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the items of a list have under a name, page by page; a hundred pages at most. */
  public List<String> all(String list, int limit, String id) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    while (cursor != null && pages++ < 100) {
      JsonNode page =
          get("%s%slimit=%d%s".formatted(list, list.contains("?") ? "&" : "?", limit, cursor))
              .body();
      page.path("items").forEach(item -> ids.add(item.path(id).asText()));
      cursor =
          page.path("next_cursor").isNull() ? null : "&cursor=" + page.path("next_cursor").asText();
    }
    return ids;
  }
}
