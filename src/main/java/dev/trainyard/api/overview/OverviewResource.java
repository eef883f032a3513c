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

  /** The service at most a second ago. */
  public Overview get() {
    return reader.get();
  }
}
