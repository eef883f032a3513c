package dev.trainyard.queue;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates the endpoints of the training queue. */
@Component(TrainingQueueConstants.SCHEME)
public class TrainingQueueComponent extends DefaultComponent {
  private static final String QUEUE = "training";

  @Metadata(
      label = "advanced",
      autowired = true,
      description = "What the queue works with: the job store, the ready set, the leases.")
  private @Nullable QueueServices services;

  /** Creates the component for Camel's discovery. */
  public TrainingQueueComponent() {}

  /** Creates the component of a Camel context. */
  public TrainingQueueComponent(CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!remaining.equals(QUEUE)) {
      throw new IllegalArgumentException(
          "there is no %1$s:%2$s, but %1$s:%3$s"
              .formatted(TrainingQueueConstants.SCHEME, remaining, QUEUE));
    }
    TrainingQueueEndpoint endpoint = new TrainingQueueEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** Returns the services of the queue; null before Camel has found the bean. */
  public @Nullable QueueServices getServices() {
    return services;
  }

  /** Sets the services of the queue. */
  public void setServices(QueueServices services) {
    this.services = services;
  }
}
