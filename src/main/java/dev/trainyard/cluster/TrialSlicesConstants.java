package dev.trainyard.cluster;

import org.apache.camel.spi.Metadata;

/** Headers of the {@code trial-slices:} component. */
public final class TrialSlicesConstants {

  /** Scheme of the component. */
  public static final String SCHEME = "trial-slices";

  @Metadata(
      label = "producer",
      description = "Id of the member's node, to which the slice goes.",
      javaType = "java.util.UUID")
  public static final String MEMBER = "TrainyardMember";

  @Metadata(description = "Id of the worker that evaluates the slice.", javaType = "String")
  public static final String WORKER = "TrainyardWorker";

  @Metadata(description = "Id of the job.", javaType = "java.util.UUID")
  public static final String JOB_ID = "TrainyardJobId";

  @Metadata(description = "Number of trials in the slice.", javaType = "Integer")
  public static final String TRIALS = "TrainyardTrials";

  private TrialSlicesConstants() {}
}
