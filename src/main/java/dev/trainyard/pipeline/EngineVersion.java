package dev.trainyard.pipeline;

/**
 * Version of what the engine computes. It changes with every change that can change a result, and
 * stored trials of another are void.
 */
public final class EngineVersion {

  /** The version of this code. */
  public static final String CURRENT = "4";

  private EngineVersion() {}
}
