package dev.trainyard.files;

import dev.trainyard.text.EditedText;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The texts of some files at one time.
 *
 * @param root directory that the names are relative to
 * @param texts text by name; of a file that is none its stand-in, see {@link EditedText}
 */
public record RouteFiles(Path root, SortedMap<String, String> texts) {

  public RouteFiles {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /**
   * A place with files.
   *
   * @param directory where they are; one that does not exist has none
   * @param ending how the names of the files end
   */
  public record Place(Path directory, String ending) {}

  /**
   * What is in some places now. A file that vanishes meanwhile is left out.
   *
   * @throws IOException when a directory or a file cannot be read
   */
  public static RouteFiles read(Path root, List<Place> places) throws IOException {
    SortedMap<String, String> texts = new TreeMap<>();
    for (Place place : places) {
      if (Files.isDirectory(place.directory())) {
        read(root, place, texts);
      }
    }
    return new RouteFiles(root, texts);
  }

  private static void read(Path root, Place place, Map<String, String> texts) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            place.directory(),
            file -> EditedText.isNamed(file, place.ending()) && Files.isRegularFile(file))) {
      for (Path file : found) {
        text(file).ifPresent(text -> texts.put(name(root, file), text));
      }
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(EditedText.read(file));
    } catch (NoSuchFileException vanished) {
      return Optional.empty();
    }
  }

  /** A file's path relative to a root, when it is below it; a relative one is so already. */
  public static String name(Path root, Path file) {
    Path path = root.resolve(file).normalize();
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }

  /** Where the file of a name is. */
  public Path path(String name) {
    return root.resolve(name);
  }
}
