package dev.trainyard.api.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.retention.RemovedParts;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.job.view.TrialChart;
import dev.trainyard.job.view.TrialQueries;
import dev.trainyard.job.view.TrialScores;
import dev.trainyard.job.view.TrialThinning;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.operate.RemovedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trials of a job as charts show them. */
@Component("trialChartResource")
public class TrialChartResource {
  private static final String STUDY = "search";
  private static final int FEWEST_POINTS = 10;
  private static final int DEFAULT_POINTS = 2000;
  private static final int MOST_POINTS = 5000;

  private final JobQueries jobs;
  private final TrialQueries trials;
  private final RemovedParts removed;
  private final ObjectMapper json;

  TrialChartResource(
      JobQueries jobs, TrialQueries trials, RemovedParts removed, ObjectMapper json) {
    this.jobs = jobs;
    this.trials = trials;
    this.removed = removed;
    this.json = json;
  }

  /** The trials of the search, thinned out to what a chart has room for. */
  public TrialChart chart(
      @Header("job_id") String jobId, @Header(Exchange.HTTP_QUERY) @Nullable String query)
      throws JsonProcessingException {
    UUID id = RequestParameters.id("job_id", jobId);
    RequestParameters parameters = RequestParameters.of(query, "points", "after");
    Integer points = parameters.whole("points", FEWEST_POINTS, MOST_POINTS);
    Integer after = parameters.whole("after", 0, Integer.MAX_VALUE);
    TrialScores scores = trials.scores(id);
    if (scores.size() == 0) {
      refuseMissing(id);
    }
    int from = after == null ? 0 : scores.after(after);
    int[] best = scores.bestSoFar();
    int[] shown =
        new TrialThinning(scores, best, from).positions(points == null ? DEFAULT_POINTS : points);
    List<Integer> numbers = new ArrayList<>(shown.length);
    List<Double> shownScores = new ArrayList<>(shown.length);
    List<Boolean> feasible = new ArrayList<>(shown.length);
    List<@Nullable Double> bestScores = new ArrayList<>(shown.length);
    for (int position : shown) {
      numbers.add(scores.number(position));
      shownScores.add(scores.score(position));
      feasible.add(scores.feasible(position));
      bestScores.add(best[position] < 0 ? null : scores.score(best[position]));
    }
    OptionalInt winner = scores.winner();
    return new TrialChart(
        STUDY,
        scores.size(),
        scores.feasibleCount(),
        scores.size() == 0 ? null : scores.number(scores.size() - 1),
        winner.isEmpty() ? null : winner.getAsInt(),
        shown.length < scores.size() - from,
        numbers,
        shownScores,
        feasible,
        bestScores,
        columns(trials.parameters(id, numbers), numbers),
        trials.importance(id).orElse(null));
  }

  private void refuseMissing(UUID id) {
    if (jobs.status(id).isEmpty()) {
      throw new NotFoundException("there is no job " + id);
    }
    removed
        .trials(id)
        .ifPresent(
            told -> {
              throw new RemovedException(told);
            });
  }

  private Map<String, List<@Nullable JsonNode>> columns(
      Map<Integer, String> parameters, List<Integer> numbers) throws JsonProcessingException {
    Map<String, List<@Nullable JsonNode>> columns = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      String values = parameters.get(numbers.get(i));
      if (values == null) {
        continue;
      }
      for (Map.Entry<String, JsonNode> value : json.readTree(values).properties()) {
        columns
            .computeIfAbsent(
                value.getKey(),
                name -> new ArrayList<>(Collections.nCopies(numbers.size(), (JsonNode) null)))
            .set(i, value.getValue());
      }
    }
    return columns;
  }
}
