package dev.trainyard.startup;

import java.util.Arrays;
import java.util.Locale;
import org.springframework.core.env.Environment;

/** What a process of Trainyard does: serve HTTP, run jobs, or both. */
public enum ProcessRole {
  /** Serves HTTP and runs jobs; brings its own servers unless external ones are named. */
  ALL,
  /** Serves HTTP only. */
  API,
  /** Runs jobs only. */
  WORKER;

  /** The setting that chooses the role. */
  public static final String PROPERTY = "trainyard.role";

  /**
   * The role that the settings name; {@link #ALL} without one.
   *
   * @throws StartupRefusedException for a name that is no role
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

  /** The name as it is written in the settings. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
