package dev.trainyard.route.reload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * A copy of the project's {@code routes/} and {@code config/} that a test edits as a user would.
 */
public final class EditedHome {
  private final Path directory;

  private EditedHome(Path directory) {
    this.directory = directory;
  }

  /** Creates a copy in a new directory below the parent. */
  public static EditedHome in(Path parent) {
    try {
      EditedHome home = new EditedHome(Files.createTempDirectory(parent, "home"));
      home.restore();
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a service run these files, from the named directories of {@code routes/}. */
  public void register(DynamicPropertyRegistry registry, String... concerns) {
    registry.add("trainyard.home", directory::toString);
    // The service reads its home before the properties of a test apply
    registry.add(
        "camel.main.routes-include-pattern",
        () ->
            Stream.of(concerns)
                .map(concern -> "file:%s/routes/%s/*.camel.yaml".formatted(directory, concern))
                .collect(Collectors.joining(",")));
  }

  public Path directory() {
    return directory;
  }

  /** Restores the files of the project, and removes all others. */
  public void restore() {
    for (String part : new String[] {"routes", "config"}) {
      try (Stream<Path> edited = Files.walk(directory)) {
        for (Path file : edited.filter(Files::isRegularFile).toList()) {
          if (!Files.exists(Path.of(".").resolve(directory.relativize(file)))) {
            Files.delete(file);
          }
        }
        try (Stream<Path> original = Files.walk(Path.of(part))) {
          for (Path file : original.filter(Files::isRegularFile).toList()) {
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy) || Files.mismatch(copy, file) >= 0) {
              save(file.toString(), Files.readString(file));
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public Path file(String name) {
    return directory.resolve(name);
  }

  public String text(String name) {
    try {
      return Files.readString(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Saves as editors do: beside the file, and then in its place. */
  public void save(String name, String text) {
    save(name, text.getBytes(UTF_8));
  }

  /** Saves bytes, which need not be text. */
  public void save(String name, byte[] bytes) {
    try {
      Path beside = file(name).resolveSibling("." + file(name).getFileName() + ".swp");
      Files.write(beside, bytes);
      Files.move(
          beside, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Replaces a text that must be in the file, once. */
  public void replace(String name, String text, String by) {
    String before = text(name);
    assertThat(before).contains(text);
    int at = before.indexOf(text);
    save(name, before.substring(0, at) + by + before.substring(at + text.length()));
  }

  public void delete(String name) {
    try {
      Files.delete(file(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
