package dev.trainyard.route.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a process at one moment.
 *
 * @param asOf the moment
 * @param process the process
 * @param routes routes by id
 * @param configurations what applies to the routes that name it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RouteGraph(
    Instant asOf, String process, List<Vertex> routes, List<Configuration> configurations) {

  /**
   * A route.
   *
   * @param id its id
   * @param description what its file says of it; null without
   * @param file its file, relative to the home; null when no file has it
   * @param line first line in the file, from 1; null when no file has it
   * @param endLine last line in the file; null when no file has it
   * @param state Started, Stopped or Suspended
   * @param from endpoint from which it takes its messages
   * @param completed exchanges that went well since the route was started
   * @param failed exchanges that ended with an error that nothing handled
   * @param inflight exchanges in progress
   * @param meanMs mean time of an exchange, milliseconds; null before the first
   * @param slowest id of the step with the longest mean time; null before one took a millisecond
   * @param configurations ids of the route configurations that apply to it
   * @param steps its steps
   * @param calls the routes that it sends messages to
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Vertex(
      String id,
      @Nullable String description,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer endLine,
      String state,
      String from,
      long completed,
      long failed,
      long inflight,
      @Nullable Double meanMs,
      @Nullable String slowest,
      List<String> configurations,
      List<Step> steps,
      List<Call> calls) {}

  /**
   * A route configuration.
   *
   * @param id its id
   * @param file its file, relative to the home; null when no file has it
   * @param line first line in the file, from 1; null when no file has it
   * @param endLine last line in the file; null when no file has it
   * @param clauses what it does and when, such as a clause for some exceptions; Camel keeps no
   *     figures of these
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Configuration(
      String id,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer endLine,
      List<Step> clauses) {}

  /**
   * A step.
   *
   * @param id its id
   * @param kind its name in the file, such as {@code to}, {@code choice} or {@code onException}
   * @param label what it does, in short; may be empty
   * @param file its file, relative to the home; null when no file has it under that id
   * @param line first line in the file, from 1; null when no file has it under that id
   * @param endLine last line in the file; null when no file has it under that id
   * @param figures how it gets on; null when Camel does not count it
   * @param calls id of the route that it sends messages to; null for none
   * @param steps the steps in it
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Step(
      String id,
      String kind,
      String label,
      @Nullable String file,
      @Nullable Integer line,
      @Nullable Integer endLine,
      @Nullable StepFigures figures,
      @Nullable String calls,
      List<Step> steps) {}

  /**
   * How a step gets on.
   *
   * @param completed exchanges that went well since the route was started
   * @param failed exchanges that it has ended with an error
   * @param inflight exchanges that are in it
   * @param meanMs mean time of those that went well, milliseconds; null before the first
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record StepFigures(long completed, long failed, long inflight, @Nullable Double meanMs) {}

  /**
   * A way from a route to another.
   *
   * @param route id of the other route
   * @param step id of the step that sends
   * @param scheme scheme of the endpoint between them, such as {@code direct}
   * @param channel whether messages go that way, or errors
   */
  public record Call(String route, String step, String scheme, Channel channel) {}

  /** What goes from a route to another; the names are those of JSON. */
  public enum Channel {
    /** Each message that reaches the step. */
    message,
    /** A message that has failed. */
    error
  }
}
