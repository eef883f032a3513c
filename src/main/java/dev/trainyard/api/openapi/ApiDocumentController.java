package dev.trainyard.api.openapi;

import dev.trainyard.api.origin.ForwardedFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Serves the OpenAPI document, and the page on which people read it. */
@RestController
class ApiDocumentController {
  /** Everything comes from this service; the page draws with styles and images of its own. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private final ApiDocument document;

  ApiDocumentController(ApiDocument document) {
    this.document = document;
  }

  /** The document as JSON. */
  @GetMapping("/openapi.json")
  ResponseEntity<byte[]> json(
      @RequestHeader(name = ForwardedFilter.ROOT, defaultValue = "") String root) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document.jsonFor(root));
  }

  /** The document as YAML. */
  @GetMapping("/openapi.yaml")
  ResponseEntity<byte[]> yaml(
      @RequestHeader(name = ForwardedFilter.ROOT, defaultValue = "") String root) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_YAML).body(document.yamlFor(root));
  }

  /**
   * The page; its links are relative, so that it works under any path. It is not sent in ranges, as
   * a {@code Resource} would be.
   */
  @GetMapping("/swagger-ui")
  ResponseEntity<byte[]> page() throws IOException {
    return ResponseEntity.ok()
        .contentType(HTML)
        .header("Content-Security-Policy", POLICY)
        .body(new ClassPathResource("openapi/swagger-ui/page.html").getContentAsByteArray());
  }
}
