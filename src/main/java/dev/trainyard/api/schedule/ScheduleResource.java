package dev.trainyard.api.schedule;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.schedule.Schedule;
import dev.trainyard.schedule.ScheduleStore;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The schedules. */
@Component("scheduleResource")
public class ScheduleResource {
  static final String ID = "schedule_id";

  private final ScheduleStore store;

  ScheduleResource(ScheduleStore store) {
    this.store = store;
  }

  /** Schedules, newest first. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<Schedule> rows = store.list(cursor == null ? null : cursor.id(), limit + 1);
    return Page.of(rows, limit, row -> row.id().toString()).map(ScheduleView::of);
  }

  /** One schedule. */
  public Object get(@Header(ID) String scheduleId) {
    UUID id = RequestParameters.id(ID, scheduleId);
    return store.find(id).map(ScheduleView::of).orElseThrow(() -> NotFoundException.schedule(id));
  }
}
