package dev.trainyard.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.FreePort;
import dev.trainyard.support.JavaProcess;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TrainingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page stays open while its service is killed and started again. */
class DashboardRestartIT {
  @TempDir private Path directory;
  private final int port = FreePort.find();

  @Test
  void thePageSaysSoAndGoesOnWithoutLosingOrRepeatingALine() throws Exception {
    PlaywrightAssertions.setDefaultAssertionTimeout((double) Patience.LIMIT.toMillis());
    try (Browser browser = new Browser("http://localhost:%d/".formatted(port));
        BrowserContext reader = browser.reader(ColorScheme.LIGHT, 1400, 1000)) {
      String job;
      Page page;
      try (JavaProcess service = start()) {
        TrainingClient client = TrainingClient.ofStarted(port);
        client.uploadCandles();
        job = client.submit(Map.of("n_iterations", 6000));
        page = browser.open(reader, "#/jobs/" + job + "?tab=log");
        await()
            .atMost(Patience.LIMIT)
            .until(() -> client.get("/jobs/" + job + "/trials?limit=1").path("items").size() == 1);
        assertThat(page.locator("ol.log li").first()).isVisible();
        service.kill();
      }
      assertThat(page.locator(".outage")).containsText("No answer since");

      try (JavaProcess restarted = start()) {
        assertThat(restarted.pid()).isPositive();
        TrainingClient client = TrainingClient.ofStarted(port);
        assertThat(client.awaitFinal(job).path("status").asText()).isEqualTo("COMPLETED");

        assertThat(page.locator(".outage")).hasCount(0);
        assertThat(page.locator("main")).containsText("It completed");
        List<String> stored = new ArrayList<>();
        for (JsonNode line : client.get("/jobs/" + job + "/logs?limit=500").path("items")) {
          stored.add(line.path("message").asText());
        }
        assertThat(page.locator("ol.log li .message")).containsText(stored.toArray(String[]::new));
      }
      browser.assertNothingToComplainOf();
    }
  }

  private JavaProcess start() throws IOException {
    return JavaProcess.start(
        directory,
        TrainyardApplication.class,
        "--server.port=" + port,
        "--trainyard.data-dir=" + directory.resolve("data"));
  }
}
