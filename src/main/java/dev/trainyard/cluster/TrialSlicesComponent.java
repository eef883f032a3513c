package dev.trainyard.cluster;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Creates the endpoints of the slices that workers evaluate for one another. */
@Component(TrialSlicesConstants.SCHEME)
public class TrialSlicesComponent extends DefaultComponent {
  private static final String CLUSTER = "cluster";

  @Metadata(
      label = "advanced",
      autowired = true,
      description = "What the component works with: the other members, and what they offer.")
  private @Nullable SliceServices services;

  /** Creates the component for Camel's discovery. */
  public TrialSlicesComponent() {}

  /** Creates the component of a Camel context. */
  public TrialSlicesComponent(CamelContext context) {
    super(context);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (!remaining.equals(CLUSTER)) {
      throw new IllegalArgumentException(
          "there is no %1$s:%2$s, but %1$s:%3$s"
              .formatted(TrialSlicesConstants.SCHEME, remaining, CLUSTER));
    }
    TrialSlicesEndpoint endpoint = new TrialSlicesEndpoint(uri, this, remaining);
    setProperties(endpoint, parameters);
    return endpoint;
  }

  /** Returns what the component works with; null before Camel has found the bean. */
  public @Nullable SliceServices getServices() {
    return services;
  }

  /** Sets what the component works with. */
  public void setServices(SliceServices services) {
    this.services = services;
  }
}
