package dev.trainyard.cluster;

import java.util.Objects;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Evaluate slices of the trials of large jobs on other workers, and theirs on this one. */
@ManagedResource(description = "Slices of trials")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = TrialSlicesConstants.SCHEME,
    title = "Trial Slices",
    syntax = "trial-slices:name",
    category = {Category.CLUSTERING},
    headersClass = TrialSlicesConstants.class)
public class TrialSlicesEndpoint extends DefaultEndpoint {

  @UriPath(description = "Name of the cluster")
  @Metadata(required = true)
  private String name;

  /** Creates the endpoint of a cluster. */
  public TrialSlicesEndpoint(String uri, TrialSlicesComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    TrialSlicesConsumer created = new TrialSlicesConsumer(this, processor, services().offered());
    configureConsumer(created);
    return created;
  }

  @Override
  public Producer createProducer() {
    return new TrialSlicesProducer(this, services().others(), services().codec());
  }

  private SliceServices services() {
    return Objects.requireNonNull(
        ((TrialSlicesComponent) getComponent()).getServices(), "the slices lack their services");
  }

  /** Returns the number of members, this process included; 0 when it is none. */
  @ManagedAttribute(description = "Members of the cluster with this engine, 0 when this is none")
  public int getMembers() {
    Members others = services().others().getIfAvailable();
    return others == null ? 0 : others.others().size() + 1;
  }

  /** Returns how many slices of others this process evaluates now. */
  @ManagedAttribute(description = "Slices of other workers' jobs that this process evaluates now")
  public int getRunning() {
    return services().offered().running();
  }

  /** Returns the id of the job that this process helps with; empty for none. */
  @ManagedAttribute(description = "Job of another worker that this process helps with, or empty")
  public String getHelpedJob() {
    return services().offered().helpedJob().map(Object::toString).orElse("");
  }

  /** Returns the name of the cluster. */
  public String getName() {
    return name;
  }

  /** Sets the name of the cluster. */
  public void setName(String name) {
    this.name = name;
  }
}
