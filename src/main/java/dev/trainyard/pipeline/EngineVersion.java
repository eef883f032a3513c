package dev.trainyard.pipeline;

/**
 * The version of the engine's results. It changes with every change that can alter a result, which
 * makes stored trials of other versions void.
 */
public final class EngineVersion {

  /** The version of this code. */
  public static final String CURRENT = "4";

  private EngineVersion() {}
}
