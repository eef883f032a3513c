package dev.trainyard.report;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A trial as a report shows it.
 *
 * @param number position in the search, from 0
 * @param parameters object with its values by name
 * @param score value of the objective
 * @param feasible whether it meets all constraints
 */
public record ReportTrial(int number, JsonNode parameters, double score, boolean feasible) {}
