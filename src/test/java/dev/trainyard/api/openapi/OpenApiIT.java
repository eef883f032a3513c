package dev.trainyard.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.trainyard.api.ApiFixture;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

@AutoConfigureObservability(tracing = false)
class OpenApiIT extends ApiFixture {
  /** Where the container dispatches errors to; no client asks it. */
  private static final String ERRORS = "/error";

  /** The parts of the health, which the document names one by one. */
  private static final String PARTS_OF_HEALTH = "/actuator/health/**";

  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

  @Autowired private Collection<RequestMappingInfoHandlerMapping> mappings;
  @Autowired private ApiDocument document;

  @Test
  void theDocumentHasTheOperationsThatTheServiceAnswersAndNoOther() {
    Set<String> answered = new TreeSet<>();
    for (RequestMappingInfoHandlerMapping mapping : mappings) {
      mapping.getHandlerMethods().keySet().forEach(info -> add(info, answered));
    }
    assertThat(answered)
        .as("mappings of routes, controllers and the actuator")
        .contains(
            "POST /api/v2/training/start", "GET " + PARTS_OF_HEALTH, "GET /actuator/prometheus");

    Set<String> documented = new TreeSet<>();
    for (ApiOperation operation : document.operations()) {
      boolean partOfHealth = operation.path().startsWith("/actuator/health/");
      documented.add(
          operation.method() + " " + (partOfHealth ? PARTS_OF_HEALTH : named(operation.path())));
    }
    assertThat(documented).isEqualTo(answered);
  }

  private static void add(RequestMappingInfo info, Set<String> operations) {
    Set<String> methods =
        info.getMethodsCondition().getMethods().stream()
            .map(RequestMethod::name)
            .collect(Collectors.toSet());
    for (String path : info.getPatternValues()) {
      if (!path.equals(ERRORS)) {
        assertThat(methods).as(path).isNotEmpty();
        methods.forEach(method -> operations.add(method + " " + named(path)));
      }
    }
  }

  /** Names of variables are the business of each side. */
  private static String named(String path) {
    return VARIABLE.matcher(path).replaceAll("{}");
  }

  @Test
  void theDocumentIsServedInBothForms() throws IOException {
    Answer asJson = send(request("/openapi.json"));
    HttpResponse<String> asYaml = fetch("/openapi.yaml");

    assertThat(asJson.status()).isEqualTo(200);
    assertThat(asJson.contentType()).isEqualTo("application/json");
    assertThat(asJson.body().path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(asYaml.headers().firstValue("Content-Type")).contains("application/yaml");
    assertThat(new YAMLMapper().readTree(asYaml.body())).isEqualTo(asJson.body());
    assertThat(asJson.body().findValuesAsText("$ref")).allMatch(ref -> ref.startsWith("#/"));
  }

  @Test
  void behindAProxyTheServerIsWhereTheClientSeesIt() {
    JsonNode direct = send(request("/openapi.json")).body();
    JsonNode behind = send(request("/openapi.json").header("X-Forwarded-Prefix", "/trade")).body();

    assertThat(direct.at("/servers/0/url").asText()).isEqualTo("/");
    assertThat(behind.at("/servers/0/url").asText()).isEqualTo("/trade");
  }

  @Test
  void thePageLoadsNothingFromElsewhereAndRunsNothingInline() {
    HttpResponse<String> page = fetch("/swagger-ui");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self';");
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*src=)|\\son[a-z]+=|<style");
    List<String> loaded =
        LOADED.matcher(page.body()).results().map(found -> found.group(1)).toList();
    assertThat(loaded).hasSizeGreaterThan(3).allMatch(link -> link.startsWith("swagger-ui/"));
    // Relative to the page, so that a path in front of both does not matter
    for (String link : loaded) {
      assertThat(fetch("/" + link).statusCode()).as(link).isEqualTo(200);
    }
  }

  @Test
  void thePageShowsTheDocumentOfThisService() {
    HttpResponse<String> script = fetch("/swagger-ui/swagger-initializer.js");

    assertThat(script.body()).doesNotContain("petstore", "http:", "https:");
    Matcher document = Pattern.compile("new URL\\(\"([^\"]+)\"").matcher(script.body());
    assertThat(document.find()).isTrue();
    assertThat(script.uri().resolve(document.group(1)).getPath()).isEqualTo("/openapi.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v2/training/queue?x=1",
        "/api/v2/training/qu%65ue?x=1",
        "/api/v2/training/queue;a=b?x=1"
      })
  void aQueryParameterIsRefusedHoweverThePathIsWritten(String path) {
    assertThat(send(request(path)).status()).isEqualTo(400);
  }

  private HttpResponse<String> fetch(String path) {
    try {
      return HttpClient.newHttpClient().send(request(path).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
