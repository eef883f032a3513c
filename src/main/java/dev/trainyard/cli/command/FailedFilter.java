package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.ServicePath;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which dead letters are meant. */
final class FailedFilter {
  @Option(names = "--job", paramLabel = "JOB", description = "Those of a job.")
  private @Nullable String job;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "transient, permanent, timeout or lost.")
  private @Nullable String kind;

  @Option(names = "--stage", paramLabel = "STAGE", description = "Those of a stage.")
  private @Nullable String stage;

  @Option(names = "--error-class", paramLabel = "NAME", description = "Those of a class of errors.")
  private @Nullable String errorClass;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Those of a strategy.")
  private @Nullable String strategy;

  @Option(names = "--symbol", paramLabel = "SYMBOL", description = "Those of a market.")
  private @Nullable String symbol;

  @Option(names = "--exchange", paramLabel = "NAME", description = "Those of an exchange.")
  private @Nullable String exchange;

  @Option(names = "--timeframe", paramLabel = "LENGTH", description = "Those of a timeframe.")
  private @Nullable String timeframe;

  @Option(
      names = "--after",
      paramLabel = "TIME",
      description = "Failed after a time, such as 2026-01-31T00:00:00Z.")
  private @Nullable String after;

  @Option(names = "--before", paramLabel = "TIME", description = "Failed before a time.")
  private @Nullable String before;

  private Map<String, String> given() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "job_id", job);
    put(given, "kind", kind);
    put(given, "stage", stage);
    put(given, "error_class", errorClass);
    put(given, "strategy", strategy);
    put(given, "symbol", symbol);
    put(given, "exchange", exchange);
    put(given, "timeframe", timeframe);
    put(given, "failed_after", after);
    put(given, "failed_before", before);
    return given;
  }

  private static void put(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /** Whether it leaves any out. */
  boolean isGiven() {
    return !given().isEmpty();
  }

  ServicePath in(ServicePath path) {
    ServicePath filtered = path;
    for (Map.Entry<String, String> each : given().entrySet()) {
      filtered = filtered.with(each.getKey(), each.getValue());
    }
    return filtered;
  }

  void into(ObjectNode body) {
    given().forEach(body::put);
  }
}
