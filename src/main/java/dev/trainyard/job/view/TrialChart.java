package dev.trainyard.job.view;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the charts of a search show of its trials, in columns of the same length.
 *
 * @param study name of the study
 * @param total number of trials, shown or not
 * @param feasibleCount number of those that meet all constraints
 * @param lastNumber number of the newest trial; null when there is none
 * @param winner number of the best feasible trial; null when there is none
 * @param thinned whether trials are left out
 * @param number numbers of the shown trials
 * @param score their scores
 * @param feasible whether each meets all constraints
 * @param best best score of a feasible trial up to each; null before the first
 * @param parameters values of the parameters by name; null for a trial without that parameter
 * @param importance shares of the parameters in what made trials good, JSON; null when not known
 */
public record TrialChart(
    String study,
    int total,
    int feasibleCount,
    @Nullable Integer lastNumber,
    @Nullable Integer winner,
    boolean thinned,
    List<Integer> number,
    List<Double> score,
    List<Boolean> feasible,
    List<@Nullable Double> best,
    Map<String, List<@Nullable JsonNode>> parameters,
    @JsonRawValue @Nullable String importance) {}
