package dev.trainyard.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.openapi.ApiOperation;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.StringUtils;

/**
 * What the OpenAPI document promises of every answer: a status that it names, a media type that the
 * status has, the headers, and no field beside those of the schema.
 */
public final class ApiContract {
  /** Headers that an answer may have only where the document names them. */
  private static final Set<String> DESCRIBED_HEADERS =
      Set.of("Location", "Retry-After", "Idempotency-Replayed", "WWW-Authenticate");

  /** How requests are refused that are of no operation: a wrong path, method or form, too many. */
  private static final Set<Integer> REFUSED =
      Set.of(400, 401, 403, 404, 405, 406, 408, 413, 414, 415, 417, 429, 431, 501, 503);

  private static final String PROBLEM = "application/problem+json";
  private static final ApiContract OF_THIS_VERSION = new ApiContract(ApiDocument.load());

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final ApiDocument document;
  private final JsonNode json;
  private final ApiSchemas schemas;

  private ApiContract(ApiDocument document) {
    this.document = document;
    this.json = document.json();
    this.schemas = new ApiSchemas(json);
  }

  /**
   * A request and its answer.
   *
   * @param path encoded path of the request, without its query
   */
  public record Exchange(
      String method, String path, int status, HttpHeaders headers, String body) {}

  /** The contract of the service as it is built. */
  public static ApiContract ofThisVersion() {
    return OF_THIS_VERSION;
  }

  /**
   * Fails unless an answer keeps the contract.
   *
   * @throws AssertionError with everything that the document does not say
   */
  public void check(HttpResponse<String> answer) {
    List<String> faults = faults(answer);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s was answered %d, which the OpenAPI document does not say: %s%n%s"
              .formatted(
                  answer.request().method(),
                  answer.uri(),
                  answer.statusCode(),
                  faults,
                  answer.body()));
    }
  }

  /** Everything in an answer that the document does not say; empty when it keeps the contract. */
  public List<String> faults(HttpResponse<String> answer) {
    return faults(
        new Exchange(
            answer.request().method(),
            answer.uri().getRawPath(),
            answer.statusCode(),
            answer.headers(),
            answer.body()));
  }

  /** Everything in an answer that the document does not say; empty when it keeps the contract. */
  public List<String> faults(Exchange answer) {
    String method = answer.method();
    Optional<ApiOperation> operation = document.find(method, known(answer));
    boolean isOfTheContainer = answer.path().equals("*") || answer.status() == 200;
    if (operation.isEmpty() && method.equals("OPTIONS") && isOfTheContainer) {
      return answer.body().isEmpty() && answer.headers().firstValue("Allow").isPresent()
          ? List.of()
          : List.of("OPTIONS tells the methods and no more");
    }
    if (operation.isEmpty()) {
      return REFUSED.contains(answer.status())
          ? bodyFaults(method, problemOfNoOperation(), answer)
          : List.of("there is no such operation");
    }
    JsonNode response =
        schemas.resolved(
            json.path("paths")
                .path(operation.get().path())
                .path(operation.get().method().toLowerCase(Locale.ROOT))
                .path("responses")
                .path(String.valueOf(answer.status())));
    if (response.isMissingNode()) {
      return List.of("no such status of " + operation.get().operationId());
    }
    List<String> faults = new ArrayList<>(headerFaults(response.path("headers"), answer.headers()));
    faults.addAll(bodyFaults(method, response.path("content"), answer));
    return faults;
  }

  /**
   * Everything in an event that the document does not say; empty when it keeps the contract.
   *
   * @param path encoded path of the stream
   * @param name name of the event
   * @param data its data
   */
  public List<String> eventFaults(String path, String name, String data) {
    String operation = document.find("GET", path).map(ApiOperation::path).orElse("none");
    JsonNode schema =
        json.path("paths")
            .path(operation)
            .at("/get/responses/200/content/text~1event-stream/x-events")
            .path(name);
    if (schema.isMissingNode()) {
      return List.of("no event " + name + " of " + operation);
    }
    try {
      return schemas.errors(schema, mapper.readTree(data)).stream()
          .map(error -> name + ": " + error + ": " + data)
          .toList();
    } catch (JsonProcessingException e) {
      return List.of("no JSON: " + data);
    }
  }

  /**
   * A component of the health may have several segments, which OpenAPI has no words for. Unlike the
   * components that the document names, those need a key.
   */
  private static String known(Exchange answer) {
    if (answer.status() == 401) {
      return answer.path();
    }
    String path = decoded(answer.path());
    if (path.equals("/actuator/health/")) {
      return "/actuator/health";
    }
    return path.matches("/actuator/health/[^/]+/.*") ? "/actuator/health/component" : answer.path();
  }

  private static String decoded(String path) {
    try {
      return StringUtils.uriDecode(path, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private JsonNode problemOfNoOperation() {
    return json.at("/components/responses/BadRequest/content");
  }

  private List<String> headerFaults(JsonNode documented, HttpHeaders headers) {
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : documented.properties()) {
      JsonNode header = schemas.resolved(entry.getValue());
      Optional<String> value = headers.firstValue(entry.getKey());
      if (value.isEmpty() && header.path("required").asBoolean()) {
        faults.add("the header " + entry.getKey() + " is missing");
      }
      value.ifPresent(
          text ->
              schemas
                  .errors(header.path("schema"), written(text, header.path("schema")))
                  .forEach(error -> faults.add(entry.getKey() + ": " + error)));
    }
    for (String name : DESCRIBED_HEADERS) {
      if (headers.firstValue(name).isPresent() && !documented.has(name)) {
        faults.add("no header " + name);
      }
    }
    return faults;
  }

  private static JsonNode written(String text, JsonNode schema) {
    return schema.path("type").asText().equals("integer") && text.matches("[0-9]{1,9}")
        ? JsonNodeFactory.instance.numberNode(Integer.parseInt(text))
        : JsonNodeFactory.instance.textNode(text);
  }

  private List<String> bodyFaults(String method, JsonNode content, Exchange answer) {
    if (method.equals("HEAD")) {
      return List.of();
    }
    String type =
        answer
            .headers()
            .firstValue("Content-Type")
            .map(given -> given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
            .orElse("");
    if (content.isEmpty()) {
      return answer.body().isEmpty() ? List.of() : List.of("there is a body of " + type);
    }
    if (!content.has(type)) {
      return List.of("no media type " + type);
    }
    if (!type.endsWith("json")) {
      return List.of();
    }
    try {
      JsonNode body = mapper.readTree(answer.body());
      List<String> faults =
          new ArrayList<>(schemas.errors(content.path(type).path("schema"), body));
      if (type.equals(PROBLEM) && body.path("status").asInt() != answer.status()) {
        faults.add("the problem is of another status");
      }
      return faults;
    } catch (JsonProcessingException e) {
      return List.of("no JSON: " + e.getMessage());
    }
  }
}
