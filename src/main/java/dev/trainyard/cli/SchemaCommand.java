package dev.trainyard.cli;

import dev.trainyard.exchange.ExchangeFileReader;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.route.check.vocabulary.RouteSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * {@code schema [file]}: writes the JSON schemas of route files and of exchange files, which
 * editors use for completion.
 */
public final class SchemaCommand {
  /** The name of the command. */
  public static final String NAME = "schema";

  /** The path that the first line of each route file names. */
  private static final String DEFAULT = "routes/route-schema.json";

  /** The name of the other schema, beside it. */
  private static final String EXCHANGES = "exchange-schema.json";

  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param out receives the path of the schema
   * @param err receives the reason why it cannot be written
   */
  public SchemaCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /**
   * Writes the schemas.
   *
   * @param arguments the file of the schema of route files, by default {@code
   *     routes/route-schema.json}
   * @return 0 when they are written, 1 when not
   */
  public int run(List<String> arguments) {
    if (arguments.size() > 1 || arguments.stream().anyMatch(word -> word.startsWith("--"))) {
      return notWritten("the command takes the name of a file, or nothing: schema [FILE]");
    }
    Path file = Path.of(arguments.isEmpty() ? DEFAULT : arguments.get(0));
    if (Files.isDirectory(file)) {
      return notWritten("%s is a directory; name a file: schema FILE".formatted(file));
    }
    Path directory =
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "only a directory has no parent");
    if (!Files.isDirectory(directory)) {
      return notWritten(
          "there is no directory %s. Start in the directory that contains routes/, or name a file: schema FILE"
              .formatted(directory));
    }
    Path exchanges = file.resolveSibling(EXCHANGES);
    if (exchanges.equals(file) || Files.isDirectory(exchanges)) {
      return notWritten(
          "%s is the name of the schema of exchange files, which is written beside that of route files"
              .formatted(exchanges));
    }
    try (InputStream schema = SchemaCommand.class.getResourceAsStream(RouteSchema.RESOURCE)) {
      Files.copy(schema, file, StandardCopyOption.REPLACE_EXISTING);
      out.println("The schema of route files is in " + file);
      Files.writeString(
          exchanges, RequestSchema.definition(ExchangeFileReader.SCHEMA).toPrettyString());
      out.println("The schema of exchange files is in " + exchanges);
      return 0;
    } catch (IOException e) {
      return notWritten(e.toString());
    }
  }

  private int notWritten(String reason) {
    err.println("The schema cannot be written: " + reason);
    return 1;
  }
}
