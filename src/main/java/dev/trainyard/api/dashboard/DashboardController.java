package dev.trainyard.api.dashboard;

import dev.trainyard.api.origin.ForwardedFilter;
import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The page of the dashboard. It holds no data: what it shows it asks the API for. */
@RestController
class DashboardController {
  /** Everything comes from this service, and nothing is written into the page itself. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

  private final DashboardFiles files;

  DashboardController(DashboardFiles files) {
    this.files = files;
  }

  /** The page, which names the files of this version: it is asked for each time. */
  @GetMapping("/")
  ResponseEntity<String> page(
      @RequestHeader(name = ForwardedFilter.ROOT, defaultValue = "") String root) {
    return ResponseEntity.ok()
        .contentType(HTML)
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", POLICY)
        .body(files.page(root));
  }
}
