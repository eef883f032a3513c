package dev.trainyard.route.model;

import java.util.Set;

/**
 * A route as Camel runs it: defined by a file, or made of a REST operation.
 *
 * @param id its id
 * @param item the entry that defines it
 * @param line line where it begins, from 1
 * @param from uri from which it takes its messages; empty when it is a REST operation
 * @param targets the {@code direct:} endpoints that it sends to
 * @param dynamic whether it may send to endpoints that are known only when it runs
 * @param content everything that determines its behaviour: its own steps, its route configurations,
 *     the beans that it names; two routes with the same content behave alike
 */
public record RouteText(
    String id,
    FileEntry item,
    int line,
    String from,
    Set<String> targets,
    boolean dynamic,
    Object content) {
  /** Scheme of the endpoints from which routes take jobs. */
  public static final String QUEUE = "training-queue:";

  /** Returns whether it takes its messages from HTTP. */
  public boolean isHttp() {
    return from.isEmpty() || from.startsWith("rest:") || from.startsWith("platform-http:");
  }

  /** Returns whether other routes call it. */
  public boolean isDirect() {
    return from.startsWith("direct:");
  }

  /** Returns whether it takes jobs from the queue. */
  public boolean isQueue() {
    return from.startsWith(QUEUE);
  }
}
