package dev.trainyard.queue;

import org.apache.camel.spi.Metadata;

/** Headers and properties of the {@code training-queue:} component. */
public final class TrainingQueueConstants {

  /** Scheme of the component. */
  public static final String SCHEME = "training-queue";

  @Metadata(label = "consumer", description = "Id of the job.", javaType = "java.util.UUID")
  public static final String JOB_ID = "TrainyardJobId";

  /**
   * Exchange property with the lease of the job. It is a property so that steps that remove headers
   * do not lose it.
   */
  public static final String LEASE = "TrainyardLease";

  @Metadata(
      label = "consumer",
      description = "Number of the attempt, from 1.",
      javaType = "Integer")
  public static final String ATTEMPT = "TrainyardAttempt";

  @Metadata(
      label = "producer",
      description = "Whether the job was given back for another attempt; false after its last one.",
      javaType = "Boolean")
  public static final String RETRIED = "TrainyardRetried";

  @Metadata(
      label = "producer",
      description = "Trained configuration, a JSON object whose keys are columns of its table.",
      javaType = "String")
  public static final String CONFIGURATION = "configuration";

  @Metadata(
      label = "producer",
      description = "Id of the stored configuration; null when the lease of the job is lost.",
      javaType = "java.util.UUID")
  public static final String CONFIGURATION_ID = "TrainyardConfigurationId";

  /** Exchange property with the kind of failure of a dead letter. */
  public static final String FAILURE_KIND = "TrainyardFailureKind";

  private TrainingQueueConstants() {}
}
