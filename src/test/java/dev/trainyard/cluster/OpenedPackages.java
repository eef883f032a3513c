package dev.trainyard.cluster;

import java.io.IOException;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The packages of the JDK that {@code java -jar} opens by the manifest of the jar of this build.
 */
public final class OpenedPackages {
  private OpenedPackages() {}

  /** Returns the same as options of a JVM that starts another class. */
  public static Stream<String> options() throws IOException {
    try (JarFile jar = new JarFile("target/trainyard.jar")) {
      String packages = jar.getManifest().getMainAttributes().getValue("Add-Opens");
      return Stream.of(packages.split(" ")).map(name -> "--add-opens=" + name + "=ALL-UNNAMED");
    }
  }
}
