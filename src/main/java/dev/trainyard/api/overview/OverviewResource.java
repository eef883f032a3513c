package dev.trainyard.api.overview;

import dev.trainyard.overview.Overview;
import dev.trainyard.overview.OverviewReader;
import org.springframework.stereotype.Component;

/** The service at one moment. */
@Component("overviewResource")
public class OverviewResource {
  private final OverviewReader reader;

  OverviewResource(OverviewReader reader) {
    this.reader = reader;
  }

  /** The service as of its time, which is a second ago at most unless nothing has happened. */
  public Overview get() {
    return reader.get();
  }
}
