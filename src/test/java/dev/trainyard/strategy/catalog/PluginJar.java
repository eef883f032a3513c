package dev.trainyard.strategy.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.springframework.util.FileSystemUtils;

/** Builds jars of strategies from source, as their authors do. */
public final class PluginJar {
  private static final Path EXAMPLE = Path.of("src", "examples", "sma-cross");
  private static final String SERVICE = "META-INF/services/dev.trainyard.strategy.StrategyProvider";

  private PluginJar() {}

  /** Builds the example of the documentation. */
  public static Path example(Path directory) throws IOException {
    return build(directory, "sma-cross", EXAMPLE);
  }

  /**
   * Builds the example under another name, with other signals.
   *
   * @param name upper-case name
   * @param signals statements that replace those that return the signals
   */
  public static Path variant(Path directory, String name, String signals) throws IOException {
    return edited(directory, name, "    return signals;\n", signals);
  }

  /**
   * Builds the example under another name, with a text of its source replaced.
   *
   * @param name upper-case name
   * @param text what must be in the source
   * @param by what replaces it
   */
  public static Path edited(Path directory, String name, String text, String by)
      throws IOException {
    Path source = Files.createTempDirectory("plugin");
    String resource = name.toLowerCase(Locale.ROOT).replace('_', '-');
    copy(EXAMPLE, source);
    Path file = source.resolve("src/example/SmaCross.java");
    String code = Files.readString(file).replace("\"SMA_CROSS\"", "\"" + name + "\"");
    assertThat(code).contains(text);
    Files.writeString(file, code.replace(text, by));
    Path definition = source.resolve("strategies/sma-cross.yaml");
    Files.writeString(
        source.resolve("strategies/" + resource + ".yaml"),
        Files.readString(definition).replace("name: SMA_CROSS", "name: " + name));
    Files.delete(definition);
    Path jar = build(directory, resource, source);
    FileSystemUtils.deleteRecursively(source);
    return jar;
  }

  /**
   * Builds a jar with a component of Camel: {@code shout:word} makes the body the word in capitals.
   */
  public static Path component(Path directory) throws IOException {
    Path source = Files.createTempDirectory("component");
    write(
        source.resolve("src/example/Shout.java"),
        """
        package example;

        import java.util.Locale;
        import java.util.Map;
        import org.apache.camel.Endpoint;
        import org.apache.camel.support.DefaultComponent;
        import org.apache.camel.support.ProcessorEndpoint;

        public class Shout extends DefaultComponent {
          @Override
          protected Endpoint createEndpoint(String uri, String word, Map<String, Object> options) {
            return new ProcessorEndpoint(
                uri, this, message -> message.getMessage().setBody(word.toUpperCase(Locale.ROOT)));
          }
        }
        """);
    String services = "META-INF/services/org/apache/camel/";
    write(source.resolve(services + "component/shout"), "class=example.Shout\n");
    write(source.resolve(services + "component.properties"), "components=shout\n");
    Path jar = build(directory, "camel-shout", source);
    FileSystemUtils.deleteRecursively(source);
    return jar;
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Builds a jar of some entries. */
  static Path of(Path directory, String name, Map<String, byte[]> entries) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return jar;
  }

  /** Copies a jar with an entry under another name. */
  static Path renamed(Path jar, String entry, String name) throws IOException {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Files.move(files.getPath(entry), files.getPath(name));
    }
    return jar;
  }

  /** Returns the entry that names the class of a provider. */
  static Map.Entry<String, byte[]> service(String className) {
    return Map.entry(SERVICE, className.getBytes(StandardCharsets.UTF_8));
  }

  private static Path build(Path directory, String name, Path source) throws IOException {
    Path classes = Files.createTempDirectory("plugin-classes");
    List<String> arguments =
        new ArrayList<>(
            List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path")));
    files(source.resolve("src")).forEach(file -> arguments.add(file.toString()));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(errors).isZero();
    Map<String, byte[]> entries = new TreeMap<>();
    for (Path root : List.of(classes, source)) {
      for (Path file : files(root)) {
        String entry = root.relativize(file).toString();
        if (!entry.startsWith("src")) {
          entries.put(entry, Files.readAllBytes(file));
        }
      }
    }
    FileSystemUtils.deleteRecursively(classes);
    return of(directory, name, entries);
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private static List<Path> files(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
