package dev.trainyard.api.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.strategy.BacktestLimit;
import dev.trainyard.cache.ResultCache;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.view.TrialQueries;
import dev.trainyard.job.view.TrialView;
import dev.trainyard.pipeline.rerun.ConfigurationRun;
import dev.trainyard.pipeline.rerun.RepeatedRun;
import dev.trainyard.report.HtmlReport;
import dev.trainyard.report.ReportData;
import dev.trainyard.report.ReportTrial;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The report of a trained configuration for people. */
@Component("reportResource")
public class ReportResource {
  private static final int TRIALS_AT_ONCE = 2_000;

  private final ConfigurationResource configurations;
  private final ConfigurationRun runs;
  private final TrialQueries searches;
  private final ResultCache cache;
  private final ObjectMapper json;
  private final BacktestLimit limit;

  ReportResource(
      ConfigurationResource configurations,
      ConfigurationRun runs,
      TrialQueries searches,
      ResultCache cache,
      ObjectMapper json,
      BacktestLimit limit) {
    this.configurations = configurations;
    this.runs = runs;
    this.searches = searches;
    this.cache = cache;
    this.json = json;
    this.limit = limit;
  }

  /**
   * The page of a configuration, in UTF-8.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public byte[] report(
      @Header("config_id") String configId, @Header(ForwardedFilter.ROOT) @Nullable String root)
      throws JsonProcessingException {
    ConfigurationView configuration = configurations.get(configId);
    String shown = json.writeValueAsString(configuration);
    String path = root == null ? "" : root;
    return cache.get(
        "report",
        () -> inputs(configuration, shown, path),
        () -> limit.run(() -> page(configuration, shown, path)));
  }

  /**
   * What a page is made of. The trials of a completed job stay as they are, until it is deleted.
   */
  private List<String> inputs(ConfigurationView configuration, String shown, String root) {
    List<String> inputs = new ArrayList<>(runs.identity(configuration));
    inputs.add(shown);
    inputs.add(root);
    inputs.add(String.valueOf(searches.count(configuration.jobId())));
    return inputs;
  }

  private byte[] page(ConfigurationView configuration, String shown, String root) {
    try {
      return html(configuration, shown, root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document cannot be read", e);
    }
  }

  private byte[] html(ConfigurationView configuration, String shown, String root)
      throws JsonProcessingException {
    RepeatedRun run = runs.run(configuration);
    ReportData data =
        new ReportData(
            // by way of text, as its documents are text that is JSON already
            json.readTree(shown),
            run.candles(),
            run.result(),
            run.buyAndHold(),
            run.holdoutFrom(),
            run.dataChanged(),
            trials(configuration.jobId()),
            root);
    return HtmlReport.of(data).getBytes(StandardCharsets.UTF_8);
  }

  private List<ReportTrial> trials(UUID jobId) throws JsonProcessingException {
    List<ReportTrial> trials = new ArrayList<>();
    int last = -1;
    List<TrialView> page = searches.list(jobId, last, TRIALS_AT_ONCE);
    while (!page.isEmpty()) {
      for (TrialView trial : page) {
        JsonNode parameters = json.readTree(trial.parameters());
        trials.add(new ReportTrial(trial.number(), parameters, trial.score(), trial.feasible()));
        last = trial.number();
      }
      page = searches.list(jobId, last, TRIALS_AT_ONCE);
    }
    return trials;
  }
}
