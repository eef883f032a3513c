package dev.trainyard.cli.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The services that a user knows, in {@code config.yaml}: {@code profiles: {NAME: {url, key}}} and
 * {@code default: NAME}. A file with a key in it that other users can read is refused.
 */
public final class Profiles {
  private static final String PROFILES = "profiles";
  private static final String DEFAULT = "default";
  private static final Set<String> FIELDS = Set.of("url", "key");
  private static final String OWNER_ONLY = "rw-------";
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path file;
  private final ObjectNode content;

  private Profiles(Path file, ObjectNode content) {
    this.file = file;
    this.content = content;
  }

  /** The file of a user, which need not exist: {@code $XDG_CONFIG_HOME/trainyard/config.yaml}. */
  public static Path file(Map<String, String> variables) {
    String configured = variables.getOrDefault("XDG_CONFIG_HOME", "");
    // The standard says that a relative path does not count
    Path directory =
        configured.startsWith("/")
            ? Path.of(configured)
            : Path.of(variables.getOrDefault("HOME", System.getProperty("user.home")), ".config");
    return directory.resolve("trainyard").resolve("config.yaml");
  }

  /**
   * Reads the file.
   *
   * @throws ServiceException when it cannot be read, is not as described, or shows a key to others
   */
  public static Profiles read(Path file) {
    if (!Files.exists(file)) {
      return new Profiles(file, JsonNodeFactory.instance.objectNode());
    }
    try {
      JsonNode root = YamlText.read(Files.readString(file));
      if (root.isMissingNode() || root.isNull()) {
        return new Profiles(file, JsonNodeFactory.instance.objectNode());
      }
      Profiles profiles = new Profiles(file, checked(file, root));
      if (profiles.hasKey()) {
        requirePrivate(file, "it holds an API key");
      }
      return profiles;
    } catch (JsonProcessingException e) {
      throw wrong(file, "is not YAML: " + YamlText.reason(e));
    } catch (IOException e) {
      throw wrong(file, "cannot be read: " + e.getMessage());
    }
  }

  private static ObjectNode checked(Path file, JsonNode root) {
    if (!(root instanceof ObjectNode content)) {
      throw wrong(file, "must have the fields profiles and default");
    }
    for (Map.Entry<String, JsonNode> field : content.properties()) {
      if (!field.getKey().equals(PROFILES) && !field.getKey().equals(DEFAULT)) {
        throw wrong(
            file, "has the field %s; known are profiles and default".formatted(field.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> profile : content.path(PROFILES).properties()) {
      String place = "profiles." + profile.getKey();
      if (!profile.getValue().path("url").isTextual()) {
        throw wrong(file, place + ".url is missing: the address of the service");
      }
      for (Map.Entry<String, JsonNode> field : profile.getValue().properties()) {
        if (!FIELDS.contains(field.getKey())) {
          throw wrong(
              file, "%s.%s is not known; known are url and key".formatted(place, field.getKey()));
        }
        if (!field.getValue().isTextual()) {
          throw wrong(file, "%s.%s must be a text".formatted(place, field.getKey()));
        }
      }
    }
    return content;
  }

  /**
   * Refuses a file that others may read.
   *
   * @param because why it matters
   * @throws ServiceException when they may
   */
  static void requirePrivate(Path file, String because) throws IOException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(OTHERS::contains)) {
        throw wrong(
            file, "may be read by other users, and %s. Run: chmod 600 %s".formatted(because, file));
      }
    } catch (UnsupportedOperationException e) {
      // Another system has other ways to keep files private
    }
  }

  private boolean hasKey() {
    for (JsonNode profile : content.path(PROFILES)) {
      if (profile.has("key")) {
        return true;
      }
    }
    return false;
  }

  /** The names of the profiles in the order of the file. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    content.path(PROFILES).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The profile that is used when none is named; null for none. */
  public @Nullable String defaultName() {
    return content.path(DEFAULT).isTextual() ? content.path(DEFAULT).asText() : null;
  }

  /**
   * The service of a profile.
   *
   * @throws ServiceException when there is no such profile
   */
  public Target target(String name) {
    JsonNode profile = content.path(PROFILES).path(name);
    if (!profile.isObject()) {
      throw wrong(
          file,
          "has no profile %s; it has %s"
              .formatted(name, names().isEmpty() ? "none" : String.join(", ", names())));
    }
    return Target.of(
        profile.path("url").asText(),
        profile.has("key") ? profile.path("key").asText() : null,
        "profiles.%s.url in %s".formatted(name, file));
  }

  /** Returns profiles with one more, or one that is replaced. The first one is the default. */
  public Profiles with(String name, Target target) {
    ObjectNode changed = content.deepCopy();
    ObjectNode profile = changed.withObjectProperty(PROFILES).putObject(name);
    profile.put("url", target.url().toString());
    if (target.key() != null) {
      profile.put("key", target.key());
    }
    if (!changed.has(DEFAULT)) {
      changed.put(DEFAULT, name);
    }
    return new Profiles(file, changed);
  }

  /** Returns profiles without one. */
  public Profiles without(String name) {
    target(name);
    ObjectNode changed = content.deepCopy();
    changed.withObjectProperty(PROFILES).remove(name);
    if (name.equals(defaultName())) {
      changed.remove(DEFAULT);
    }
    return new Profiles(file, changed);
  }

  /** Returns profiles of which another is the default. */
  public Profiles withDefault(String name) {
    target(name);
    ObjectNode changed = content.deepCopy();
    changed.put(DEFAULT, name);
    return new Profiles(file, changed);
  }

  /** Replaces the file in one step by one of mode 600. */
  public void write() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator =
        YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build()
            .createGenerator(text)) {
      JsonText.write(content, generator);
    }
    Path directory =
        Files.createDirectories(
            file.toAbsolutePath().getParent(),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path staged =
        Files.createTempFile(
            directory,
            "config",
            ".yaml",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    try {
      Files.writeString(staged, text.toString());
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  private static ServiceException wrong(Path file, String reason) {
    return new ServiceException(ServiceException.USAGE, file + " " + reason + ".");
  }
}
