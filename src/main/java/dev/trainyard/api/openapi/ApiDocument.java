package dev.trainyard.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.trainyard.json.RequestSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI document of the service. The schemas of requests are not written in it: they are the
 * ones by which requests are checked, put in when it is loaded.
 */
public final class ApiDocument {
  /** Path below which the operations of the API are; those of the process are beside it. */
  public static final String BASE = "/api/v2/training";

  private static final String FILE = "/openapi/openapi.yaml";
  private static final String REQUEST_SCHEMAS = "../schema/";
  private static final String EVERY_RESPONSE = "x-every-response";
  private static final List<String> METHODS =
      List.of("get", "post", "put", "patch", "delete", "head", "options", "trace");

  private final ObjectMapper json = JsonMapper.builder().build();
  private final ObjectMapper yaml =
      YAMLMapper.builder().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER).build();
  private final ObjectNode document;
  private final List<ApiOperation> operations;
  private final OperationTree tree;

  private ApiDocument(ObjectNode document) {
    this.document = document;
    this.operations = List.copyOf(operations(document));
    this.tree = new OperationTree(operations);
  }

  /**
   * Reads the document of this version.
   *
   * @throws UncheckedIOException when it is not YAML
   * @throws IllegalArgumentException when an operation has no role
   */
  public static ApiDocument load() {
    try (InputStream in = ApiDocument.class.getResourceAsStream(FILE)) {
      ObjectNode document = (ObjectNode) new YAMLMapper().readTree(in);
      for (Map.Entry<String, JsonNode> schema : document.at("/components/schemas").properties()) {
        String file = schema.getValue().path("$ref").asText();
        if (file.startsWith(REQUEST_SCHEMAS)) {
          schema.setValue(requestSchema(file.substring(REQUEST_SCHEMAS.length())));
        }
      }
      addEveryResponse(document);
      return new ApiDocument(document);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE, e);
    }
  }

  /** Puts in what any request may be answered, before an operation sees it. */
  private static void addEveryResponse(ObjectNode document) {
    JsonNode every = document.remove(EVERY_RESPONSE);
    for (JsonNode path : document.path("paths")) {
      for (String method : METHODS) {
        if (path.path(method).path("responses") instanceof ObjectNode responses) {
          every.properties().forEach(one -> responses.putIfAbsent(one.getKey(), one.getValue()));
        }
      }
    }
  }

  /** The dialect is that of the whole document. */
  private static JsonNode requestSchema(String file) {
    ObjectNode schema = RequestSchema.definition(file);
    schema.remove("$schema");
    return schema;
  }

  private static List<ApiOperation> operations(ObjectNode document) {
    List<ApiOperation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (String method : METHODS) {
        JsonNode operation = path.getValue().path(method);
        if (operation.isObject()) {
          operations.add(
              new ApiOperation(
                  method.toUpperCase(Locale.ROOT),
                  path.getKey(),
                  operation.path("operationId").asText(),
                  RequiredRole.of(operation.path("x-role").asText()),
                  queryParameters(operation, document)));
        }
      }
    }
    return operations;
  }

  private static List<String> queryParameters(JsonNode operation, ObjectNode document) {
    List<String> names = new ArrayList<>();
    for (JsonNode given : operation.path("parameters")) {
      JsonNode parameter =
          given.has("$ref") ? document.at(given.get("$ref").textValue().substring(1)) : given;
      if (parameter.path("in").asText().equals("query")) {
        names.add(parameter.path("name").asText());
      }
    }
    return names;
  }

  /** All operations, in the order of the document. */
  public List<ApiOperation> operations() {
    return operations;
  }

  /**
   * The operation that answers a request.
   *
   * @param method HTTP method, upper case; HEAD is answered by GET
   * @param path encoded path of the request from the root of the service, without its query
   * @return empty when the document has none: then something else answers, or nothing
   */
  public Optional<ApiOperation> find(String method, String path) {
    return tree.find(method.equals("HEAD") ? "GET" : method, path);
  }

  /** Names of the fields of a schema, in their order. */
  public List<String> fieldsOf(String schema) {
    List<String> fields = new ArrayList<>();
    document
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(fields::add);
    return fields;
  }

  /** A copy of the document, with the schemas of requests in it. */
  public ObjectNode json() {
    return document.deepCopy();
  }

  /**
   * The document as JSON, in UTF-8.
   *
   * @param root path under which the client sees the service; empty when that is the root
   */
  public byte[] jsonFor(String root) {
    return write(json, root);
  }

  /**
   * The document as YAML, in UTF-8.
   *
   * @param root path under which the client sees the service; empty when that is the root
   */
  public byte[] yamlFor(String root) {
    return write(yaml, root);
  }

  private byte[] write(ObjectMapper mapper, String root) {
    ObjectNode seen = json();
    if (!root.isEmpty()) {
      ((ObjectNode) seen.at("/servers/0")).put("url", root);
    }
    try {
      return mapper.writeValueAsString(seen).getBytes(UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document that was read can be written", e);
    }
  }
}
