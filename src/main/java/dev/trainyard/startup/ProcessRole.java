package dev.trainyard.startup;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.core.env.Environment;

/** The role of a process: serve HTTP, run jobs, or both. */
public enum ProcessRole {
  /** Serves HTTP and runs jobs; starts its own servers unless external ones are named. */
  ALL,
  /** Serves HTTP only. */
  API,
  /** Runs jobs only. */
  WORKER;

  /** The setting that chooses the role. */
  public static final String PROPERTY = "trainyard.role";

  /**
   * Returns the role that the settings name; {@link #ALL} without one.
   *
   * @throws StartupRefusedException when the name is not a role
   */
  public static ProcessRole of(Environment environment) {
    String name = environment.getProperty(PROPERTY, "all").strip();
    return Arrays.stream(values())
        .filter(role -> role.toString().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new StartupRefusedException(
                    "%s is '%s'; it must be all, api or worker.".formatted(PROPERTY, name)));
  }

  /** Returns the name as the settings write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
