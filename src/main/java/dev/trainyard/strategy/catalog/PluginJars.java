package dev.trainyard.strategy.catalog;

import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyProvider;
import dev.trainyard.text.FileProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The jars in a directory. A jar that names a {@link StrategyProvider} provides strategies. It has
 * a class loader of its own, so that two may contain different versions of a library. Any other jar
 * with classes is a library: what routes can use, with its dependencies.
 */
public final class PluginJars {
  private static final String SERVICE = "META-INF/services/" + StrategyProvider.class.getName();

  private PluginJars() {}

  /**
   * Loads the strategy jars of a directory by name; none when the directory does not exist.
   *
   * @param problems receives what is wrong with a jar
   */
  static List<Plugin> load(Path directory, List<FileProblem> problems) {
    List<Plugin> plugins = new ArrayList<>();
    for (Path jar : jars(directory)) {
      try {
        if (isLibrary(jar)) {
          continue;
        }
        List<Plugin> own = of(jar);
        if (own.isEmpty()) {
          problems.add(
              FileProblem.ofFile(
                  jar.toString(), "has no strategy: %s must name its class".formatted(SERVICE)));
        }
        plugins.addAll(own);
      } catch (PluginException e) {
        problems.add(e.problem());
      } catch (IOException e) {
        problems.add(FileProblem.ofFile(jar.toString(), "is not a complete jar: copy it again"));
      }
    }
    return plugins;
  }

  /** Returns the libraries in a directory by name; none when the directory does not exist. */
  public static List<Path> libraries(Path directory) {
    List<Path> libraries = new ArrayList<>();
    for (Path jar : jars(directory)) {
      try {
        if (isLibrary(jar)) {
          libraries.add(jar);
        }
      } catch (IOException reported) {
        // load reports it
      }
    }
    return libraries;
  }

  /** A file in {@code strategies/} shows that the entry for its strategy was forgotten. */
  private static boolean isLibrary(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(SERVICE) == null
          && file.stream().noneMatch(entry -> entry.getName().matches("strategies/.+\\.yaml"))
          && file.stream().anyMatch(entry -> entry.getName().endsWith(".class"));
    }
  }

  private static List<Plugin> of(Path jar) throws IOException {
    String hash = sha256(jar);
    List<StrategyProvider> providers =
        new PluginCode(jar)
            .run(
                "cannot be loaded",
                () ->
                    ServiceLoader.load(StrategyProvider.class, loader(jar)).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList());
    return providers.stream().map(provider -> new Plugin(provider, jar, hash)).toList();
  }

  private static String sha256(Path jar) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Returns a class loader that stays open as long as the process lives: a strategy may load
   * further classes at any time.
   */
  private static ClassLoader loader(Path jar) {
    try {
      return new URLClassLoader(
          PluginCode.loaderName(jar),
          new URL[] {jar.toUri().toURL()},
          Strategy.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(jar + " cannot be written as a URL", e);
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
