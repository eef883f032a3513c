package dev.trainyard.route;

import dev.trainyard.files.Home;
import dev.trainyard.strategy.catalog.PluginJars;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Lets Spring and Camel load classes from the jars of {@code plugins/}, after those of the service.
 * Camel finds components, data formats and languages there, and Spring Boot the settings of
 * starters. All these jars share one class loader, since a component needs its libraries.
 */
class RouteLibraries implements ApplicationContextInitializer<GenericApplicationContext> {

  /**
   * The class loader stays open as long as the process lives: a component may load further classes
   * at any time.
   */
  @Override
  public void initialize(GenericApplicationContext context) {
    List<Path> jars = PluginJars.libraries(Home.of(context.getEnvironment()).plugins());
    if (!jars.isEmpty()) {
      URL[] urls = jars.stream().map(RouteLibraries::url).toArray(URL[]::new);
      context.setClassLoader(new URLClassLoader("plugins", urls, context.getClassLoader()));
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar + " cannot be written as a URL", e);
    }
  }
}
