package dev.trainyard.strategy;

import dev.trainyard.strategy.StrategyFileException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The strategies of the jars in a directory. Each jar has a class loader of its own, so that two
 * may bring different versions of a library.
 */
final class PluginJars {
  private PluginJars() {}

  /**
   * A provider and where it comes from.
   *
   * @param jar file name for messages
   */
  record Plugin(StrategyProvider provider, Path jar) {

    /** The definition that the jar brings, empty when it brings none. */
    Optional<LocatedDefinition> definition(List<Problem> problems) {
      String resource =
          "strategies/%s.yaml"
              .formatted(provider.name().toLowerCase(Locale.ROOT).replace('_', '-'));
      try (InputStream in = provider.getClass().getClassLoader().getResourceAsStream(resource)) {
        return in == null
            ? Optional.empty()
            : new StrategyFile(jar + "!/" + resource, problems)
                .read(EditedText.text(in.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Loads the jars of a directory, by name; none when there is no such directory.
   *
   * @param problems takes what is wrong with a jar
   */
  static List<Plugin> load(Path directory, List<Problem> problems) {
    List<Plugin> plugins = new ArrayList<>();
    for (Path jar : jars(directory)) {
      int before = plugins.size();
      try {
        ServiceLoader.load(StrategyProvider.class, loader(jar))
            .forEach(provider -> plugins.add(new Plugin(provider, jar)));
        if (plugins.size() == before) {
          problems.add(
              new Problem(
                  jar.toString(),
                  0,
                  "has no strategy: META-INF/services/%s must name its class"
                      .formatted(StrategyProvider.class.getName())));
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        Throwable reason = e.getCause() == null ? e : e.getCause();
        problems.add(new Problem(jar.toString(), 0, "cannot be loaded: " + reason));
      }
    }
    return plugins;
  }

  /** Open as long as the process lives: a strategy may load further classes at any time. */
  private static ClassLoader loader(Path jar) {
    try {
      return new URLClassLoader(
          "plugin " + jar.getFileName(),
          new URL[] {jar.toUri().toURL()},
          Strategy.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar + " cannot be a URL", e);
    }
  }

  private static List<Path> jars(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
