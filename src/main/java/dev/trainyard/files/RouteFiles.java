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
 * The texts of files at one moment.
 *
 * @param root directory that the names are relative to
 * @param texts content by name: the text, or why there is none
 */
public record RouteFiles(Path root, SortedMap<String, FileText> texts) {

  public RouteFiles {
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
  }

  /** Wraps texts that are known already. */
  public static RouteFiles of(Path root, Map<String, String> texts) {
    SortedMap<String, FileText> files = new TreeMap<>();
    texts.forEach((name, text) -> files.put(name, FileText.of(text)));
    return new RouteFiles(root, files);
  }

  /**
   * A directory to read.
   *
   * @param directory where the files are; it need not exist
   * @param ending the ending of the files' names
   */
  public record Place(Path directory, String ending) {}

  /**
   * Reads the files that are in the places now. A file that vanishes meanwhile is left out.
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

  /** Returns the same files with another content of one; the same when it is not among them. */
  public RouteFiles with(String name, FileText content) {
    if (!texts.containsKey(name)) {
      return this;
    }
    SortedMap<String, FileText> others = new TreeMap<>(texts);
    others.put(name, content);
    return new RouteFiles(root, others);
  }

  /** Returns the readable texts by name. */
  public SortedMap<String, String> readable() {
    SortedMap<String, String> readable = new TreeMap<>();
    texts.forEach((name, file) -> file.text().ifPresent(text -> readable.put(name, text)));
    return readable;
  }

  /** Returns the text of a file; empty when the file does not exist or is not text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(texts.get(name)).flatMap(FileText::text);
  }

  /**
   * Returns a file's path relative to a root when it is below it. A relative path stays as it is.
   */
  public static String name(Path root, Path file) {
    Path path = root.resolve(file).normalize();
    return path.startsWith(root) ? root.relativize(path).toString() : path.toString();
  }

  /** Returns the path of the file of that name. */
  public Path path(String name) {
    return root.resolve(name);
  }
}
