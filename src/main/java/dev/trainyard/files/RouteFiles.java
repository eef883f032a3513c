package dev.trainyard.files;

import dev.trainyard.text.EditedText;
import dev.trainyard.text.FileText;
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
 * @param texts text by name; or why a file has none
 */
public record RouteFiles(Path root, SortedMap<String, FileText> texts) {

  public RouteFiles {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** Files whose texts are known already. */
  public static RouteFiles of(Path root, Map<String, String> texts) {
    SortedMap<String, FileText> files = new TreeMap<>();
    texts.forEach((name, text) -> files.put(name, FileText.of(text)));
    return new RouteFiles(root, files);
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
    SortedMap<String, FileText> texts = new TreeMap<>();
    for (Place place : places) {
      if (Files.isDirectory(place.directory())) {
        read(root, place, texts);
      }
    }
    return new RouteFiles(root, texts);
  }

  private static void read(Path root, Place place, Map<String, FileText> texts) throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            place.directory(),
            file -> EditedText.isNamed(file, place.ending()) && Files.isRegularFile(file))) {
      for (Path file : found) {
        text(file).ifPresent(text -> texts.put(name(root, file), text));
      }
    }
  }

  private static Optional<FileText> text(Path file) throws IOException {
    try {
      return Optional.of(EditedText.read(file));
    } catch (NoSuchFileException vanished) {
      return Optional.empty();
    }
  }

  /** Text by name, without the files that have none. */
  public SortedMap<String, String> readable() {
    SortedMap<String, String> readable = new TreeMap<>();
    texts.forEach((name, file) -> file.text().ifPresent(text -> readable.put(name, text)));
    return readable;
  }

  /** The text of a file; empty when there is no such file, or none in it. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name)).flatMap(FileText::text);
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
