package dev.trainyard.api.route;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.files.UnreadFiles;
import dev.trainyard.route.RouteAvailability;
import dev.trainyard.route.RunningRoute;
import dev.trainyard.route.RunningRoutes;
import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.route.reload.RouteReloader;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The routes of the process that answers. */
@Component("routeResource")
public class RouteResource {
  private final RunningRoutes routes;
  private final RouteReloader reloader;
  private final UnreadFiles unread;
  private final RouteAvailability availability;

  RouteResource(
      RunningRoutes routes,
      RouteReloader reloader,
      UnreadFiles unread,
      RouteAvailability availability) {
    this.availability = availability;
    this.routes = routes;
    this.reloader = reloader;
    this.unread = unread;
  }

  /**
   * A part of the routes.
   *
   * @param items routes by id
   * @param nextCursor what fetches the part after it; null when this is the last
   * @param refused the edit of the files on disk that was refused; null when these are what runs
   * @param unread YAML files that look as if they ran and are not even read
   * @param down the routes that the service needs and that do not run, with their state
   * @param without ids of the routes that the settings leave out on purpose
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Routes(
      List<RunningRoute> items,
      @Nullable String nextCursor,
      @Nullable RouteEdit refused,
      List<FileProblem> unread,
      Map<String, String> down,
      Set<String> without) {}

  /** Routes by id. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) throws IOException {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    String after = cursor == null ? "" : cursor.read(text -> text);
    int limit = parameters.limit();
    List<RunningRoute> rows =
        routes.list().stream()
            .filter(route -> route.id().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    Page<RunningRoute> page = Page.of(rows, limit, RunningRoute::id);
    return new Routes(
        page.items(),
        page.nextCursor(),
        reloader.refusal().orElse(null),
        unread.find(),
        availability.down(),
        availability.without());
  }
}
