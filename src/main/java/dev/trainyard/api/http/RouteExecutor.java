package dev.trainyard.api.http;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs the route of a request on the thread that has read it, as long as few others do: the way to
 * another thread and back, by a second dispatch of the container, costs more than most routes. More
 * of them go to the task executor, so that a thread is left for requests that need no route, such
 * as those for the health of the process.
 */
final class RouteExecutor implements Executor {
  private final Executor others;
  private final Semaphore places;

  /**
   * @param others runs the routes for which there is no place
   * @param places how many run on the threads of their requests
   */
  RouteExecutor(Executor others, int places) {
    this.others = others;
    this.places = new Semaphore(places);
  }

  @Override
  public void execute(Runnable route) {
    if (!places.tryAcquire()) {
      others.execute(route);
      return;
    }
    @Nullable Map<String, String> log = MDC.getCopyOfContextMap();
    try {
      route.run();
    } finally {
      if (log == null) {
        MDC.clear();
      } else {
        MDC.setContextMap(log);
      }
      places.release();
    }
  }
}
