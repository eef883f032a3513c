package dev.trainyard.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A small release with the scripts of this one: its jar does nothing but {@code check} files for
 * the word {@code broken} and end a start for the words {@code cannot start}, so that tests of the
 * scripts do not copy and start a service.
 */
public final class Release {

  private Release() {}

  /**
   * Makes one.
   *
   * @param directory which it fills
   * @param text of its one route file
   */
  static Path make(Path directory, String text) throws IOException {
    for (String part : List.of("bin", "scripts", "systemd")) {
      copy(Script.PROJECT.resolve("ops").resolve(part), directory.resolve("ops").resolve(part));
    }
    route(directory, text);
    Files.writeString(
        Files.createDirectories(directory.resolve("config")).resolve("strategy.yaml"), "a: 1\n");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Release.class.getName());
    String entry = Release.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(directory.resolve("trainyard.jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest);
        InputStream code = Release.class.getClassLoader().getResourceAsStream(entry)) {
      jar.putNextEntry(new ZipEntry(entry));
      code.transferTo(jar);
    }
    return directory;
  }

  /** Writes the route file of a release, or of an installation. */
  static void route(Path directory, String text) throws IOException {
    Files.writeString(
        Files.createDirectories(directory.resolve("routes")).resolve("one.camel.yaml"), text);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  /** The jar of such a release: {@code check DIRECTORY}, or a start with options. */
  public static void main(String[] words) throws IOException {
    boolean isCheck = words[0].equals("check");
    Path home = Path.of(isCheck ? words[1] : "");
    String route = Files.readString(home.resolve("routes").resolve("one.camel.yaml"));
    if (!isCheck && route.contains("cannot start")) {
      System.out.println("it cannot start with " + String.join(" ", words));
      System.exit(78);
    }
    if (route.contains("broken")) {
      System.out.println("one.camel.yaml: is broken");
      System.exit(1);
    }
  }
}
