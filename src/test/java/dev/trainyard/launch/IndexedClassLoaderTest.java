package dev.trainyard.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexedClassLoaderTest {
  private static final String CLASS_FILE = "dev/trainyard/launch/IndexedClassLoader.class";

  @TempDir private Path directory;
  private URL[] jars;
  private IndexedClassLoader indexed;
  private URLClassLoader plain;

  @BeforeEach
  void open() throws IOException {
    jars =
        new URL[] {
          jar("a.jar", Map.of("p/", "", "p/one.txt", "a", "META-INF/services/s", "a")),
          jar("b.jar", Map.of("p/one.txt", "b", "p/two & 3#.txt", "b", "q/deep/er.txt", "b")),
          jar("c.jar", Map.of("p/one.txt", "c", "META-INF/services/s", "c", "root", "c"))
        };
    indexed = new IndexedClassLoader(jars, ClassLoader.getPlatformClassLoader());
    plain = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    indexed.close();
    plain.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p/one.txt",
        "p/two & 3#.txt",
        "p/",
        "p",
        "q/deep/er.txt",
        "q/deep",
        "q",
        "root",
        "META-INF/services/s",
        "META-INF/MANIFEST.MF",
        "none/at.all",
        "/root",
        ""
      })
  void itFindsWhatAClassLoaderFindsThatAsksEachJar(String name) throws IOException {
    assertThat(locations(indexed, name)).isEqualTo(locations(plain, name));
    assertThat(String.valueOf(indexed.findResource(name)))
        .isEqualTo(String.valueOf(plain.findResource(name)));
  }

  @Test
  void theFirstJarWins() throws IOException {
    try (var content = indexed.getResourceAsStream("p/one.txt")) {
      assertThat(content.readAllBytes()).asString(UTF_8).isEqualTo("a");
    }
  }

  @Test
  void aClassKnowsItsJarAndItsVersion() throws Exception {
    Class<?> loaded = indexed.loadClass(IndexedClassLoader.class.getName());

    assertThat(loaded.getClassLoader()).isSameAs(indexed);
    assertThat(loaded.getPackage().getImplementationVersion()).isEqualTo("1 of a.jar");
    assertThat(loaded.getProtectionDomain().getCodeSource().getLocation()).isEqualTo(jars[0]);
  }

  @Test
  void aClassThatIsInNoJarIsNotFound() {
    assertThatThrownBy(() -> indexed.loadClass("p.None"))
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessage("p.None");
  }

  private static List<String> locations(URLClassLoader loader, String name) throws IOException {
    return Collections.list(loader.findResources(name)).stream().map(URL::toString).toList();
  }

  /** Makes a jar with the content and a class of the service. */
  private URL jar(String name, Map<String, String> content) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1 of " + name);
    Path file = directory.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        var code = IndexedClassLoader.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
      for (Map.Entry<String, String> entry : content.entrySet()) {
        jar.putNextEntry(new JarEntry(entry.getKey()));
        jar.write(entry.getValue().getBytes(UTF_8));
      }
      jar.putNextEntry(new JarEntry(CLASS_FILE));
      code.transferTo(jar);
    }
    return new URL("jar:" + file.toUri().toURL() + "!/");
  }
}
