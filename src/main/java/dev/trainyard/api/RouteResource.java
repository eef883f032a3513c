package dev.trainyard.api;

import dev.trainyard.route.RunningRoute;
import dev.trainyard.route.RunningRoutes;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.springframework.stereotype.Component;

/** The routes of the process that answers. */
@Component("routeResource")
public class RouteResource {
  private final RunningRoutes routes;

  RouteResource(RunningRoutes routes) {
    this.routes = routes;
  }

  /** Routes by id. */
  public Object list(@Header(Exchange.HTTP_QUERY) String query) {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    String after = cursor == null ? "" : cursor.read(text -> text);
    int limit = parameters.limit();
    List<RunningRoute> rows =
        routes.list().stream()
            .filter(route -> route.id().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    return Page.of(rows, limit, RunningRoute::id);
  }
}
