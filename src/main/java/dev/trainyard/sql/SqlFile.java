package dev.trainyard.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A statement in a resource file, read once. The file is written as {@code psql} reads it:
 * parameters as {@code :name}, comment lines with {@code --}, and a semicolon at the end.
 */
public final class SqlFile {
  /** A parameter; the second colon of a cast does not begin one. */
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):(?=[a-z])");

  private final String text;
  private final String textForRoutes;

  private SqlFile(String text) {
    this.text = text;
    this.textForRoutes = PARAMETER.matcher(text).replaceAll(":?");
  }

  /**
   * Reads a file in the folder of a class.
   *
   * @throws IllegalArgumentException when there is no such file
   */
  public static SqlFile of(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no statement " + name + " beside " + owner.getName());
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Parses the text of a file; comments are for readers, and are not sent to the server. */
  static SqlFile parse(String file) {
    String statement =
        file.lines()
            .filter(line -> !line.stripLeading().startsWith("--"))
            .collect(Collectors.joining("\n"))
            .strip();
    return new SqlFile(
        statement.endsWith(";") ? statement.substring(0, statement.length() - 1) : statement);
  }

  /** Returns the statement with its parameters as {@code JdbcClient} reads them, {@code :name}. */
  public String text() {
    return text;
  }

  /**
   * Returns the statement with its parameters as a {@code jdbc:} step reads them, {@code :?name}.
   */
  public String textForRoutes() {
    return textForRoutes;
  }
}
