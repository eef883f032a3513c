package dev.trainyard.cli;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings as the service reads them, for commands that start none. */
final class CommandSettings {

  private CommandSettings() {}

  /** Files, environment variables and {@code --name=value} arguments together. */
  static ConfigurableEnvironment environment(String... arguments) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return environment;
  }
}
