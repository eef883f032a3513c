package dev.trainyard.queue;

import java.util.Objects;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Receive durable training jobs, each under a lease, and give them back. */
@ManagedResource(description = "Training queue")
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = TrainingQueueConstants.SCHEME,
    title = "Training Queue",
    syntax = "training-queue:name",
    category = {Category.MESSAGING, Category.WORKFLOW},
    headersClass = TrainingQueueConstants.class)
public class TrainingQueueEndpoint extends DefaultEndpoint {

  @UriPath(description = "Name of the queue")
  @Metadata(required = true)
  private String name;

  @UriParam(
      label = "consumer",
      defaultValue = "1",
      description = "Jobs that this process runs at once.")
  private int slots = 1;

  @UriParam(
      label = "producer",
      defaultValue = "retry",
      description = "What to do with the job of the exchange.")
  private QueueOperation operation = QueueOperation.retry;

  @UriParam(
      label = "producer",
      defaultValue = "5000",
      javaType = "java.time.Duration",
      description = "Delay of the second attempt.")
  private long initialDelay = 5000;

  @UriParam(
      label = "producer",
      defaultValue = "2",
      description = "Factor between the delays of two attempts.")
  private double multiplier = 2;

  @UriParam(
      label = "producer",
      defaultValue = "300000",
      javaType = "java.time.Duration",
      description = "Longest delay of an attempt.")
  private long maxDelay = 300_000;

  /** Null while no route consumes from this endpoint. */
  private volatile @Nullable TrainingQueueConsumer consumer;

  /** Creates the endpoint of a queue. */
  public TrainingQueueEndpoint(String uri, TrainingQueueComponent component, String name) {
    super(uri, component);
    this.name = name;
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    TrainingQueueConsumer created = new TrainingQueueConsumer(this, processor, services());
    configureConsumer(created);
    consumer = created;
    return created;
  }

  @Override
  public Producer createProducer() {
    return new TrainingQueueProducer(this, services().slots());
  }

  /** Returns whether a route consumes from this endpoint. */
  public boolean isConsuming() {
    return consumer != null;
  }

  private QueueServices services() {
    return Objects.requireNonNull(
        ((TrainingQueueComponent) getComponent()).getServices(),
        "the training queue lacks its services");
  }

  /** Returns the size of the ready set in Redis; −1 while Redis does not answer. */
  @ManagedAttribute(description = "Jobs in the ready set, -1 while Redis does not answer")
  public long getBacklog() {
    return services().readySet().size().orElse(-1);
  }

  /** Returns the number of jobs that this process runs now. */
  @ManagedAttribute(description = "Jobs that this process runs now")
  public int getRunning() {
    TrainingQueueConsumer current = consumer;
    return current == null ? 0 : current.running();
  }

  /** Returns the seconds since the last dequeue completed; −1 before the first. */
  @ManagedAttribute(description = "Seconds since the last completed dequeue, -1 before the first")
  public long getSecondsSinceDequeue() {
    TrainingQueueConsumer current = consumer;
    return current == null ? -1 : current.sinceDequeue().map(d -> d.toSeconds()).orElse(-1L);
  }

  /** Returns the name of the queue. */
  public String getName() {
    return name;
  }

  /** Sets the name of the queue. */
  public void setName(String name) {
    this.name = name;
  }

  @ManagedAttribute(description = "Jobs that this process runs at once")
  public int getSlots() {
    return slots;
  }

  /** Changes the number of slots, also at run time; running jobs continue. */
  @ManagedAttribute(description = "Jobs that this process runs at once")
  public void setSlots(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException("slots must be at least 1");
    }
    if (isConsuming()) {
      services().heap().require(slots);
    }
    this.slots = slots;
  }

  /** Returns the operation of the producer. */
  public QueueOperation getOperation() {
    return operation;
  }

  /** Sets the operation of the producer. */
  public void setOperation(QueueOperation operation) {
    this.operation = operation;
  }

  /** Returns the delay of the second attempt in milliseconds. */
  public long getInitialDelay() {
    return initialDelay;
  }

  /** Sets the delay of the second attempt in milliseconds. */
  public void setInitialDelay(long initialDelay) {
    this.initialDelay = initialDelay;
  }

  /** Returns the factor between the delays of two attempts. */
  public double getMultiplier() {
    return multiplier;
  }

  /** Sets the factor between the delays of two attempts. */
  public void setMultiplier(double multiplier) {
    this.multiplier = multiplier;
  }

  /** Returns the longest delay of an attempt in milliseconds. */
  public long getMaxDelay() {
    return maxDelay;
  }

  /** Sets the longest delay of an attempt in milliseconds. */
  public void setMaxDelay(long maxDelay) {
    this.maxDelay = maxDelay;
  }
}
