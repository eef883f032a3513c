package dev.trainyard.cli;

import dev.trainyard.cli.client.ServiceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/**
 * Copies the classes of the commands that ask a service out of the jar, with the few libraries that
 * they use. Java reads a plain jar much faster than one in which jars are nested.
 */
final class CommandsJar {
  /** The command of the launcher, which people do not call. */
  static final String NAME = "commands-jar";

  private static final String CLASSES = "BOOT-INF/classes/";

  private static final Pattern OWN =
      Pattern.compile(
          "dev/trainyard/(TrainyardApplication\\.class|(cli|text|process)/.*)|META-INF/build-info\\.properties");

  private static final Pattern LIBRARY =
      Pattern.compile(
          "BOOT-INF/lib/(picocli|jackson-(core|annotations|databind|dataformat-yaml)|snakeyaml|fastcsv|commons-(text|lang3)|jspecify)-[0-9][^/]*\\.jar");

  private CommandsJar() {}

  /**
   * Writes the copy.
   *
   * @param target the file to be made
   * @throws ServiceException when this program does not run from its jar
   */
  static void write(Path target) throws IOException {
    Path source = Path.of(System.getProperty("java.class.path", ""));
    if (!Files.isRegularFile(source)) {
      throw new ServiceException(ServiceException.USAGE, "This is for the launcher and the jar.");
    }
    Set<String> written = new HashSet<>();
    try (JarFile jar = new JarFile(source.toFile());
        JarOutputStream copy = new JarOutputStream(Files.newOutputStream(target))) {
      Enumeration<JarEntry> entries = jar.entries();
      while (entries.hasMoreElements()) {
        JarEntry entry = entries.nextElement();
        try (InputStream in = jar.getInputStream(entry)) {
          if (LIBRARY.matcher(entry.getName()).matches()) {
            library(new JarInputStream(in), copy, written);
          } else if (entry.getName().startsWith(CLASSES)
              && OWN.matcher(entry.getName().substring(CLASSES.length())).matches()) {
            add(entry.getName().substring(CLASSES.length()), in, copy, written);
          } else if (entry.getName().equals("META-INF/build-info.properties")) {
            add(entry.getName(), in, copy, written);
          }
        }
      }
    }
  }

  private static void library(JarInputStream library, JarOutputStream copy, Set<String> written)
      throws IOException {
    for (JarEntry entry = library.getNextJarEntry();
        entry != null;
        entry = library.getNextJarEntry()) {
      // What is in META-INF is for other versions of Java, for modules and for signatures
      if (!entry.getName().startsWith("META-INF/")
          && !entry.getName().equals("module-info.class")) {
        add(entry.getName(), library, copy, written);
      }
    }
  }

  private static void add(String name, InputStream in, JarOutputStream copy, Set<String> written)
      throws IOException {
    if (!name.endsWith("/") && written.add(name)) {
      copy.putNextEntry(new JarEntry(name));
      in.transferTo(copy);
      copy.closeEntry();
    }
  }
}
