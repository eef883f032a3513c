package dev.trainyard.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeIdentityTest {
  @TempDir private Path directory;

  @Test
  void aCopyOfAJarIsTheSameCode() throws IOException {
    assertThat(CodeIdentity.of(jar("one.jar", "Engine.class", "one")))
        .isEqualTo(CodeIdentity.of(jar("two.jar", "Engine.class", "one")));
  }

  @Test
  void anotherClassOrAnotherContentIsOtherCode() throws IOException {
    String one = CodeIdentity.of(jar("one.jar", "Engine.class", "one"));
    assertThat(CodeIdentity.of(jar("two.jar", "Engine.class", "two"))).isNotEqualTo(one);
    assertThat(CodeIdentity.of(jar("three.jar", "Other.class", "one"))).isNotEqualTo(one);
  }

  @Test
  void aFolderOfClassesIsOtherCodeEachTime() {
    assertThat(CodeIdentity.of(directory)).isNotEqualTo(CodeIdentity.of(directory));
  }

  private Path jar(String name, String entry, String content) throws IOException {
    Path file = directory.resolve(name);
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry written = new ZipEntry(entry);
      written.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
      jar.putNextEntry(written);
      jar.write(content.getBytes(UTF_8));
    }
    return file;
  }
}
