package dev.trainyard.launch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/** The jars of a class path, and which of them have something in a directory. */
final class IndexedJars {
  private final Map<String, List<Jar>> byDirectory;

  private IndexedJars(Map<String, List<Jar>> byDirectory) {
    this.byDirectory = byDirectory;
  }

  /**
   * Opens the jars and reads their directories.
   *
   * @param urls of jars within a jar, in the order in which they are searched
   * @throws IOException when one is no jar, or cannot be read
   */
  static IndexedJars of(URL... urls) throws IOException {
    Map<String, Collection<Jar>> found = new HashMap<>();
    for (URL url : urls) {
      Jar jar = Jar.open(url);
      String last = null;
      for (Enumeration<JarEntry> entries = jar.file.entries(); entries.hasMoreElements(); ) {
        String directory = directory(entries.nextElement().getName());
        // Most entries lie in the directory of the one before
        if (!directory.equals(last)) {
          found.computeIfAbsent(directory, none -> new LinkedHashSet<>()).add(jar);
          last = directory;
        }
      }
    }
    Map<String, List<Jar>> lists = new HashMap<>();
    found.forEach((directory, jars) -> lists.put(directory, List.copyOf(jars)));
    return new IndexedJars(Map.copyOf(lists));
  }

  /** Returns the first jar that has the entry, or null when none has it. */
  @Nullable Jar first(String name) {
    for (Jar jar : candidates(name)) {
      if (jar.has(name)) {
        return jar;
      }
    }
    return null;
  }

  /** Returns all jars that have the entry, in the order of the class path. */
  List<Jar> all(String name) {
    List<Jar> found = new ArrayList<>();
    for (Jar jar : candidates(name)) {
      if (jar.has(name)) {
        found.add(jar);
      }
    }
    return found;
  }

  private List<Jar> candidates(String name) {
    return byDirectory.getOrDefault(directory(name), List.of());
  }

  /** Returns the directory that lists the entry; a directory is an entry of the one above it. */
  private static String directory(String name) {
    int end = name.endsWith("/") ? name.length() - 1 : name.length();
    return name.substring(0, Math.max(0, name.lastIndexOf('/', end - 1)));
  }

  /** One jar of the class path. */
  static final class Jar {
    private final URL url;
    private final JarFile file;
    private final CodeSource source;

    private Jar(URL url, JarFile file) {
      this.url = url;
      this.file = file;
      this.source = new CodeSource(url, (Certificate[]) null);
    }

    private static Jar open(URL url) throws IOException {
      if (url.openConnection() instanceof JarURLConnection connection) {
        return new Jar(url, connection.getJarFile());
      }
      throw new IOException(url + " is no jar within a jar");
    }

    private boolean has(String name) {
      return file.getEntry(name) != null;
    }

    CodeSource source() {
      return source;
    }

    @Nullable Manifest manifest() throws IOException {
      return file.getManifest();
    }

    /** Returns the content of an entry that the jar has. */
    byte[] read(String name) throws IOException {
      ZipEntry entry = file.getEntry(name);
      if (entry == null) {
        throw new FileNotFoundException(name + " in " + url);
      }
      try (var stream = file.getInputStream(entry)) {
        return stream.readAllBytes();
      }
    }

    /** Returns where an entry lies. */
    URL locate(String name) {
      try {
        String encoded = new URI(null, null, "/" + name, null).toASCIIString().substring(1);
        return new URL(url, encoded);
      } catch (MalformedURLException | URISyntaxException e) {
        throw new IllegalArgumentException(name + " in " + url, e);
      }
    }
  }
}
