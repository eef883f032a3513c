package dev.trainyard.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.JsonText;
import dev.trainyard.cli.client.ServiceException;
import dev.trainyard.cli.client.YamlText;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A request: a file, and fields that are written on the command line. The latter win. */
final class BodyOptions {
  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description =
          "Set any field, such as n_iterations=500 or validation.windows=3; in a schedule or a"
              + " batch its place comes first, as in request.n_iterations=500. A value is JSON, or"
              + " a text.")
  private List<String> fields = new ArrayList<>();

  /**
   * Reads the request.
   *
   * @param file the file; {@code -} is standard input; null for none
   * @throws ServiceException when it cannot be read, with its place
   */
  ObjectNode read(@Nullable String file, Shell shell) throws IOException {
    ObjectNode body = file == null ? JsonNodeFactory.instance.objectNode() : readFile(file, shell);
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw wrong("--set must be FIELD=VALUE, not '%s'".formatted(field));
      }
      set(body, field.substring(0, equals), value(field.substring(equals + 1)));
    }
    return body;
  }

  /** Sets a field; a dot goes into an object. */
  static void set(ObjectNode body, String field, JsonNode value) {
    ObjectNode place = body;
    String[] names = field.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      JsonNode next = place.path(names[i]);
      place = next instanceof ObjectNode object ? object : place.putObject(names[i]);
    }
    place.set(names[names.length - 1], value);
  }

  private static ObjectNode readFile(String file, Shell shell) throws IOException {
    String name = file.equals("-") ? "standard input" : file;
    try {
      String text =
          file.equals("-")
              ? new String(shell.in().readAllBytes(), UTF_8)
              : Files.readString(Path.of(file));
      // JSON is read as such: YAML has other ways to write numbers
      JsonNode root =
          text.stripLeading().startsWith("{") ? JsonText.read(text) : YamlText.read(text);
      if (root instanceof ObjectNode body) {
        return body;
      }
      throw wrong("%s must hold the fields of a request".formatted(name));
    } catch (NoSuchFileException e) {
      throw wrong("there is no file %s".formatted(name));
    } catch (JsonProcessingException e) {
      throw wrong("%s: %s".formatted(name, YamlText.reason(e)));
    } catch (IOException e) {
      throw wrong("%s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  private static JsonNode value(String text) throws IOException {
    try {
      JsonNode value = JsonText.read(text);
      return value.isMissingNode() ? JsonNodeFactory.instance.textNode(text) : value;
    } catch (JsonProcessingException notJson) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }

  private static ServiceException wrong(String reason) {
    return new ServiceException(ServiceException.USAGE, reason + ".");
  }
}
