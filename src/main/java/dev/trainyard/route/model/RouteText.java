package dev.trainyard.route.model;

import java.util.Set;

/**
 * A route as Camel runs it: one that a file defines, or the one of a REST operation.
 *
 * @param id its id
 * @param item the entry that defines it
 * @param line line where it begins, from 1
 * @param from uri from which it takes its messages; empty when it is a REST operation
 * @param targets the {@code direct:} endpoints that it sends to
 * @param dynamic whether it may send to endpoints that are known only when it runs
 * @param content all that makes it what it is: its own steps, its route configurations, the beans
 *     that it names; two units of the same content behave alike
 */
public record RouteText(
    String id,
    FileEntry item,
    int line,
    String from,
    Set<String> targets,
    boolean dynamic,
    Object content) {
  /** Scheme of the endpoints that hand jobs to routes. */
  public static final String QUEUE = "training-queue:";

  /** Whether it takes its messages from HTTP. */
  public boolean isHttp() {
    return from.isEmpty() || from.startsWith("rest:") || from.startsWith("platform-http:");
  }

  /** Whether other routes call it. */
  public boolean isDirect() {
    return from.startsWith("direct:");
  }

  /** Whether it takes jobs from the queue. */
  public boolean isQueue() {
    return from.startsWith(QUEUE);
  }
}
