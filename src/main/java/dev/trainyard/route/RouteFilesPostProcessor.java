package dev.trainyard.route;

import dev.trainyard.files.Home;
import dev.trainyard.startup.ProcessRole;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Sets Camel's pattern of route files to those of this process: its role, in its home. */
class RouteFilesPostProcessor implements EnvironmentPostProcessor, Ordered {
  private static final String PATTERN = "camel.main.routes-include-pattern";

  @Override
  public void postProcessEnvironment(
      ConfigurableEnvironment environment, SpringApplication application) {
    if (!environment.containsProperty(PATTERN)) {
      String files = Home.of(environment).routeFiles(ProcessRole.of(environment));
      environment
          .getPropertySources()
          .addLast(new MapPropertySource("trainyard-routes", Map.of(PATTERN, files)));
    }
  }

  @Override
  public int getOrder() {
    return ConfigDataEnvironmentPostProcessor.ORDER + 1;
  }
}
