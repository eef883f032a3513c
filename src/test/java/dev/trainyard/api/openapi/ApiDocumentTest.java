package dev.trainyard.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.support.ApiSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiDocumentTest {
  private static final String META_SCHEMA = "/openapi/openapi-3.1.schema.json";

  private final ApiDocument document = ApiDocument.load();
  private final JsonNode json = document.json();
  private final ApiSchemas schemas = new ApiSchemas(json);

  @Test
  void theDocumentIsOpenApi31() throws IOException {
    try (InputStream in = getClass().getResourceAsStream(META_SCHEMA)) {
      Schema meta =
          SchemaRegistry.withDialect(Dialects.getDraft202012())
              .getSchema(JsonMapper.builder().build().readTree(in));

      assertThat(json.path("openapi").asText()).isEqualTo("3.1.0");
      assertThat(meta.validate(json)).isEmpty();
    }
  }

  @Test
  void itsSchemasAreJsonSchema() {
    Schema meta =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(SchemaLocation.of(Dialects.getDraft202012().getId()));

    for (Map.Entry<String, JsonNode> schema : json.at("/components/schemas").properties()) {
      assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty();
    }
    for (JsonNode schema : json.findValues("schema")) {
      assertThat(meta.validate(schema.toString(), InputFormat.JSON))
          .as(schema.toString())
          .isEmpty();
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryComponentIsUsed() {
    Set<String> references = new HashSet<>(json.findValuesAsText("$ref"));

    assertThat(references)
        .allSatisfy(ref -> assertThat(ref).startsWith("#/"))
        .allSatisfy(ref -> assertThat(json.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
    for (Map.Entry<String, JsonNode> kind : json.path("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        kind.getValue()
            .fieldNames()
            .forEachRemaining(
                name ->
                    assertThat(references).contains("#/components/" + kind.getKey() + "/" + name));
      }
    }
  }

  @Test
  void everyOperationIsDescribedInFull() {
    Set<String> ids = new HashSet<>();
    for (ApiOperation operation : document.operations()) {
      JsonNode written = written(operation);

      assertThat(operation.operationId()).isNotBlank();
      assertThat(ids.add(operation.operationId())).as(operation.operationId()).isTrue();
      assertThat(written.path("summary").asText()).isNotBlank();
      assertThat(written.path("description").asText()).endsWith(".");
      assertThat(written.path("tags")).hasSize(1);
      List<String> statuses = new ArrayList<>();
      written.path("responses").fieldNames().forEachRemaining(statuses::add);
      assertThat(statuses).as(operation.operationId()).anyMatch(status -> status.startsWith("2"));
      if (operation.path().startsWith(ApiDocument.BASE)) {
        assertThat(statuses).as(operation.operationId()).contains("400", "406", "500", "503");
      }
      if (operation.path().contains("_id}") || operation.path().contains("{name}")) {
        assertThat(statuses).as(operation.operationId()).contains("404");
      }
      assertThat(statuses.contains("401"))
          .as(operation.operationId())
          // A wrong key begins no session
          .isEqualTo(
              operation.role() != RequiredRole.PUBLIC
                  || operation.operationId().equals("beginSession"));
      assertThat(written.has("security"))
          .as(operation.operationId())
          .isEqualTo(operation.role() == RequiredRole.PUBLIC);
      if (written.has("requestBody")) {
        assertThat(statuses).contains("413", "415", "422");
      }
    }
    assertThat(ids).hasSizeGreaterThan(40);
  }

  @Test
  void everyParameterHasASchemaAndAnExample() {
    for (ApiOperation operation : document.operations()) {
      for (JsonNode given : written(operation).path("parameters")) {
        JsonNode parameter = schemas.resolved(given);
        String name = operation.operationId() + " " + parameter.path("name").asText();

        assertThat(parameter.path("description").asText()).as(name).isNotBlank();
        assertThat(parameter.path("schema").isObject()).as(name).isTrue();
        // A cursor is what a page says, and nothing that anybody could make up
        assertThat(parameter.has("example") || name.endsWith(" cursor")).as(name).isTrue();
      }
    }
  }

  @Test
  void theVariablesOfAPathAreItsParameters() {
    for (ApiOperation operation : document.operations()) {
      Set<String> declared = new HashSet<>();
      for (JsonNode given : written(operation).path("parameters")) {
        JsonNode parameter = schemas.resolved(given);
        if (parameter.path("in").asText().equals("path")) {
          declared.add("{" + parameter.path("name").asText() + "}");
        }
      }
      Set<String> variables = new HashSet<>();
      for (String segment : operation.path().split("/", -1)) {
        if (segment.startsWith("{")) {
          variables.add(segment);
        }
      }
      assertThat(declared).as(operation.path()).isEqualTo(variables);
    }
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<String> checked = new ArrayList<>();
    checkExamples(json, "", checked);

    assertThat(checked).hasSizeGreaterThan(40);
  }

  /** Examples stand beside the schema of a parameter or media type, or in a schema. */
  private void checkExamples(JsonNode node, String at, List<String> checked) {
    JsonNode schema = node.has("schema") ? node.get("schema") : node;
    for (JsonNode example : examples(node)) {
      assertThat(schemas.errors(schema, example)).as("%s: %s", at, example).isEmpty();
      checked.add(at);
    }
    node.properties()
        .forEach(child -> checkExamples(child.getValue(), at + "/" + child.getKey(), checked));
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      checkExamples(node.get(i), at + "/" + i, checked);
    }
  }

  private static List<JsonNode> examples(JsonNode node) {
    List<JsonNode> examples = new ArrayList<>();
    if (node.has("schema") && node.has("example")) {
      examples.add(node.get("example"));
    }
    if (node.path("examples").isArray()) {
      node.get("examples").forEach(examples::add);
    } else if (node.has("schema")) {
      node.path("examples").forEach(example -> examples.add(example.path("value")));
    }
    return examples;
  }

  @Test
  void objectsSayWhichFieldsThereAreAndThatThereAreNoOthers() {
    // Parts of others, which are closed as a whole
    Set<String> open =
        Set.of(
            "ProblemFields",
            "MetricFigures",
            "FailedJobFields",
            "ConfigurationFields",
            "CallbackFields",
            "ProgressFields");
    for (Map.Entry<String, JsonNode> schema : json.at("/components/schemas").properties()) {
      JsonNode body = schema.getValue();
      if (body.has("properties") && !open.contains(schema.getKey())) {
        boolean closed =
            body.path("additionalProperties").isBoolean()
                || body.path("unevaluatedProperties").isBoolean();
        assertThat(closed).as(schema.getKey()).isTrue();
      }
      for (Map.Entry<String, JsonNode> property : body.path("properties").properties()) {
        assertThat(property.getValue().path("description").asText())
            .as(schema.getKey() + "." + property.getKey())
            .isNotBlank();
      }
      for (JsonNode required : body.path("required")) {
        if (body.has("properties")) {
          assertThat(body.path("properties").has(required.asText()))
              .as(schema.getKey() + "." + required.asText())
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "startTraining, training-request.schema.json",
    "startBatch, batch-request.schema.json",
    "runBacktest, backtest-request.schema.json",
    "replayFailedJobs, failed-job-filter.schema.json"
  })
  void aRequestIsDescribedByTheSchemaThatItIsCheckedBy(String operationId, String file) {
    ApiOperation operation =
        document.operations().stream()
            .filter(one -> one.operationId().equals(operationId))
            .findFirst()
            .orElseThrow();
    JsonNode described =
        schemas.resolved(
            written(operation).at("/requestBody/content/application~1json").path("schema"));

    JsonNode checked = RequestSchema.definition(file).without("$schema");
    assertThat(described).isEqualTo(checked);
    assertThat(described.path("properties").size()).isGreaterThan(5);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v2/training/jobs,                      listJobs",
    "HEAD,   /api/v2/training/jobs,                      listJobs",
    "GET,    /api/v2/training/j%6Fbs,                    listJobs",
    "GET,    /api/v2/training/jobs;v=1,                  listJobs",
    "GET,    /api/v2/training/jobs/x,                    getJob",
    "DELETE, /api/v2/training/jobs/x,                    cancelJob",
    "POST,   /api/v2/training/jobs/x,                    ",
    "GET,    /api/v2/training/jobs/,                     ",
    "GET,    /api/v2/training//jobs,                     ",
    "GET,    api/v2/training/jobs,                       ",
    "GET,    /api/v2/training/jobs/x/progress,           getProgress",
    "GET,    /api/v2/training/jobs/x/y,                  ",
    "GET,    /api/v2/training/failed-jobs/replay,        getFailedJob",
    "POST,   /api/v2/training/failed-jobs/replay,        replayFailedJobs",
    "POST,   /api/v2/training/failed-jobs/replay/replay, replayFailedJob",
    "GET,    /api/v2/training/routes/edits,              listRouteEdits",
    "POST,   /api/v2/training/market-data/a/B-C/1m,      uploadCandles",
    "GET,    /actuator/health/liveness,                  getLiveness",
    "GET,    /actuator/health/db,                        getHealthOfComponent",
    "GET,    /,                                          getDashboard",
    "GET,    '',                                         "
  })
  void anOperationIsFoundAsSpringFindsIt(String method, String path, String operationId) {
    Optional<String> found = document.find(method, path).map(ApiOperation::operationId);

    assertThat(found).isEqualTo(Optional.ofNullable(operationId));
  }

  @Test
  void anOperationNamesItsRoleAndItsQueryParameters() {
    ApiOperation list = document.find("GET", "/api/v2/training/jobs").orElseThrow();

    assertThat(list.role()).isEqualTo(RequiredRole.VIEWER);
    assertThat(list.queryParameters())
        .containsExactly(
            "status",
            "strategy",
            "symbol",
            "batch_id",
            "exchange",
            "timeframe",
            "priority",
            "created_by",
            "error",
            "created_after",
            "created_before",
            "limit",
            "cursor");
    assertThat(role("POST", "/api/v2/training/start")).isEqualTo(RequiredRole.OPERATOR);
    assertThat(role("POST", "/api/v2/training/routes/rollback")).isEqualTo(RequiredRole.ADMIN);
    assertThat(role("GET", "/api/v2/training/keys")).isEqualTo(RequiredRole.ADMIN);
    assertThat(role("GET", "/api/v2/training/audit")).isEqualTo(RequiredRole.ADMIN);
    assertThat(role("GET", "/actuator/health/readiness")).isEqualTo(RequiredRole.PUBLIC);
  }

  @Test
  void whatChangesNothingNeedsNoMoreThanAViewerButForWhoMayComeIn() {
    assertThat(document.operations())
        .filteredOn(
            operation -> !List.of("listKeys", "listAuditLog").contains(operation.operationId()))
        // Everybody signs in and out
        .filteredOn(operation -> !operation.path().matches(".*/sessions?"))
        .allSatisfy(
            operation ->
                assertThat(operation.role().compareTo(RequiredRole.VIEWER) <= 0)
                    .as(operation.operationId())
                    .isEqualTo(operation.method().equals("GET")));
  }

  private RequiredRole role(String method, String path) {
    return document.find(method, path).orElseThrow().role();
  }

  private JsonNode written(ApiOperation operation) {
    JsonNode path = json.path("paths").path(operation.path());
    return StreamSupport.stream(path.properties().spliterator(), false)
        .filter(entry -> entry.getKey().equalsIgnoreCase(operation.method()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  @Test
  void whatAnyRequestMayBeAnsweredIsInEachOperation() {
    for (String status : List.of("400", "413", "414", "415", "417", "431", "501")) {
      assertThat(json.at("/paths/~1actuator~1health/get/responses").has(status)).isTrue();
    }
    assertThat(json.has("x-every-response")).isFalse();
  }

  @Test
  void aPathThatCannotBeDecodedIsOfNoOperation() {
    assertThat(document.find("GET", "/api/v2/training/jobs/%zz")).isEmpty();
  }
}
