package dev.trainyard.api.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.openapi.ApiOperation;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes requests of the OpenAPI document, by its examples and schemas. */
final class RequestMaker {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
  private static final int DEEPEST = 6;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final JsonNode document;
  private final List<ApiOperation> operations;
  private final Random random;
  private final List<String> ids = new ArrayList<>();

  RequestMaker(ApiDocument document, Random random) {
    this.document = document.json();
    // A stream of events has no end to wait for
    this.operations =
        document.operations().stream()
            .filter(operation -> !operation.path().endsWith("/events"))
            .toList();
    this.random = random;
  }

  /** An id that the service has told of: later requests ask for it. */
  void remember(String id) {
    if (ids.size() < 200) {
      ids.add(id);
    } else {
      ids.set(random.nextInt(ids.size()), id);
    }
  }

  /** A request that the document allows, with the JSON of its body; null for none or no JSON. */
  record Made(FuzzedRequest request, JsonNode json) {}

  Made next(String key) {
    ApiOperation operation = operations.get(random.nextInt(operations.size()));
    JsonNode described =
        document
            .path("paths")
            .path(operation.path())
            .path(operation.method().toLowerCase(Locale.ROOT));
    FuzzedRequest request = new FuzzedRequest(operation.method(), operation.path());
    request.headers.add("Host: localhost");
    request.headers.add("Authorization: Bearer " + key);
    request.path = path(operation.path(), described);
    List<String> query = new ArrayList<>();
    for (JsonNode given : described.path("parameters")) {
      JsonNode parameter = resolved(given);
      if (!parameter.path("required").asBoolean() && random.nextInt(3) > 0) {
        continue;
      }
      String name = parameter.path("name").asText();
      switch (parameter.path("in").asText()) {
        case "query" -> query.add(name + "=" + encoded(text(parameter)));
        case "header" -> request.header(name, text(parameter) + random.nextInt(50));
        default -> {}
      }
    }
    request.query = String.join("&", query);
    JsonNode content = described.path("requestBody").path("content");
    if (content.has("application/json")) {
      JsonNode body = body(content.path("application/json"));
      request.header("Content-Type", "application/json");
      request.body = body.toString().getBytes(UTF_8);
      return new Made(request, body);
    }
    if (content.has("text/csv")) {
      request.header("Content-Type", "text/csv");
      request.body =
          "timestamp,open,high,low,close,volume\n1767225600,1,2,0.5,1.5,10\n1767225900,1,2,1,1,3\n"
              .getBytes(UTF_8);
    }
    return new Made(request, null);
  }

  private String path(String template, JsonNode described) {
    Matcher variable = VARIABLE.matcher(template);
    return variable.replaceAll(
        found -> {
          for (JsonNode given : described.path("parameters")) {
            JsonNode parameter = resolved(given);
            if (parameter.path("name").asText().equals(found.group(1))) {
              boolean id = parameter.at("/schema/format").asText().equals("uuid");
              return Matcher.quoteReplacement(
                  encoded(
                      id && !ids.isEmpty() && random.nextInt(4) > 0
                          ? ids.get(random.nextInt(ids.size()))
                          : text(parameter)));
            }
          }
          return "db";
        });
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private String text(JsonNode parameter) {
    return parameter.has("example") && random.nextBoolean()
        ? parameter.get("example").asText()
        : value(parameter.path("schema"), 0).asText();
  }

  private JsonNode body(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    content.path("examples").forEach(example -> examples.add(example.path("value")));
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    return !examples.isEmpty() && random.nextBoolean()
        ? examples.get(random.nextInt(examples.size())).deepCopy()
        : value(content.path("schema"), 0);
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
  }

  /** A value of a schema, as far as that is easily made. */
  private JsonNode value(JsonNode given, int depth) {
    JsonNode schema = resolved(given);
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    if (schema.has("examples") && random.nextBoolean()) {
      return schema.get("examples").get(0);
    }
    for (String choice : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(choice) && !schema.has("properties")) {
        return value(schema.get(choice).get(random.nextInt(schema.get(choice).size())), depth);
      }
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText();
    return switch (name) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer" -> JSON.numberNode(number(schema, 100).longValue());
      case "number" -> JSON.numberNode(number(schema, 1).doubleValue());
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      case "null" -> JSON.nullNode();
      default -> JSON.textNode(string(schema));
    };
  }

  private Number number(JsonNode schema, double most) {
    double low = schema.path("minimum").asDouble(0);
    double high = Math.min(schema.path("maximum").asDouble(low + most), low + 1000);
    return low + random.nextDouble() * (high - low);
  }

  private String string(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "uuid" -> new UUID(random.nextLong(), random.nextLong()).toString();
      case "date-time" -> "2026-0%d-01T00:00:00Z".formatted(1 + random.nextInt(9));
      default ->
          List.of("LIQUIDITY_SWEEP", "BTC/USDT", "kraken", "5m", "x", "key-1", "admin")
              .get(random.nextInt(7));
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = JSON.objectNode();
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || (depth < DEEPEST && random.nextInt(3) == 0)) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = JSON.arrayNode();
    for (int i = random.nextInt(3) + schema.path("minItems").asInt(); i > 0; i--) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }
}
