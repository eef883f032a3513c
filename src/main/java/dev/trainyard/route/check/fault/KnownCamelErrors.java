package dev.trainyard.route.check.fault;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.endpoint.EndpointNeeds;
import dev.trainyard.route.check.endpoint.UnusableEndpointException;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.CamelArtifacts;
import dev.trainyard.route.check.vocabulary.MissingBeanMessages;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import dev.trainyard.text.NearestNames;
import java.io.FileNotFoundException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Explains the exceptions that Camel throws for mistakes of a route's author. */
final class KnownCamelErrors {
  private static final Pattern UNKNOWN_OPTION =
      Pattern.compile("Unknown parameters=\\[\\{(?<option>[^=}]+)=");
  private static final Pattern NO_CONSTANT =
      Pattern.compile(
          "(?:Enum class class (?<type>\\S+) does not have any constant with value: |No enum constant (?<name>[\\w.]+)\\.)(?<value>.*)");
  private static final Pattern NO_DATA_FORMAT =
      Pattern.compile("Data format '(?<name>[^']+)' could not be created");

  /** Camel's message for a class that it cannot find. */
  private static final String NO_TYPE = "type must be specified";

  private static final String NO_STEPS = "Definition has no children";

  private static final Pattern NO_FILE =
      Pattern.compile("(?<path>.*?) (does not exist|\\(No such file or directory\\))");
  private static final Pattern NO_RESOURCE =
      Pattern.compile(
          "Cannot find resource: (resource:)?(classpath:)?(?<path>.*?)( for URI: .*)?$");
  private static final Pattern NO_NUMBER = Pattern.compile("input string: \"(?<text>[^\"]*)\"");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?:key \\[|\\{\\{)(?<key>[^\\]}:?]+)(?:\\]|\\})");

  private final AllowedNames vocabulary;
  private final MissingBeanMessages beans;

  KnownCamelErrors(AllowedNames vocabulary, MissingBeanMessages beans) {
    this.vocabulary = vocabulary;
    this.beans = beans;
  }

  /**
   * Describes the cause and its place in better words than Camel's; empty when the cause is
   * unknown.
   */
  Optional<FileProblem> explain(SourceLocator places, Throwable cause) {
    if (cause instanceof MarkedYamlEngineException yaml) {
      return Optional.of(YamlTree.problem(places.file(), yaml));
    }
    if (cause instanceof NoSuchBeanException bean && bean.getName() != null) {
      return Optional.of(places.of(bean.getName(), beans.missing(bean)));
    }
    if (RootCause.firstLine(cause).startsWith(NO_STEPS)) {
      return places.stepName().flatMap(name -> places.atStep(AllowedNames.noSteps(name)));
    }
    if (cause instanceof MethodNotFoundException method) {
      Collection<String> methods =
          method.getBean() == null ? List.of() : AllowedNames.methods(method.getBean().getClass());
      return Optional.of(
          places.of(
              method.getMethodName(), AllowedNames.noMethod(method.getMethodName(), methods)));
    }
    if (cause instanceof FileNotFoundException) {
      return Optional.of(resource(places, RootCause.firstLine(cause)));
    }
    if (cause instanceof SimpleIllegalSyntaxException simple) {
      if (simple.getCause() instanceof MethodNotFoundException
          || simple.getCause() instanceof NoSuchBeanException) {
        return Optional.empty();
      }
      return Optional.of(
          places.of(
              simple.getExpression(),
              "the expression cannot be read: %s at its character %d"
                  .formatted(
                      RootCause.firstLine(simple).replaceFirst(" at location.*", ""),
                      simple.getIndex() + 1)));
    }
    if (cause instanceof UnusableEndpointException unusable) {
      String part = unusable.part();
      return Optional.of(
          places.of(
              unusable
                  .uri()
                  .flatMap(places::endpoint)
                  .filter(uri -> uri.contains(part))
                  .orElse(part),
              Objects.requireNonNull(unusable.getMessage(), "a refusal without words")));
    }
    if (cause instanceof NoSuchEndpointException missing) {
      return Optional.of(component(places, missing));
    }
    if (cause instanceof ResolveEndpointFailedException endpoint) {
      return endpoint(places, endpoint);
    }
    if (cause instanceof NoSuchLanguageException missing) {
      return vocabulary
          .missing(CamelArtifacts.Kind.language, missing.getLanguage())
          .map(
              advice ->
                  places.of(
                      missing.getLanguage(),
                      "no language '%s' here; %s".formatted(missing.getLanguage(), advice)));
    }
    Matcher format = NO_DATA_FORMAT.matcher(String.valueOf(cause.getMessage()));
    if (format.find()) {
      String name = format.group("name");
      return vocabulary
          .missing(CamelArtifacts.Kind.dataformat, name)
          .map(
              advice ->
                  places.of(
                      written(places, name),
                      "no data format '%s' here; %s".formatted(name, advice)));
    }
    if (cause instanceof ClassNotFoundException) {
      String name = RootCause.firstLine(cause);
      return Optional.of(places.of(name, AllowedNames.noClass(name)));
    }
    return value(places, cause).or(() -> placeholder(places, cause));
  }

  /** Describes a missing file or resource that Camel reads while it makes a step. */
  private static FileProblem resource(SourceLocator places, String reason) {
    Matcher resource = NO_RESOURCE.matcher(reason);
    if (resource.find()) {
      String path = resource.group("path");
      return places.of(path, EndpointNeeds.noResource(path));
    }
    Matcher file = NO_FILE.matcher(reason);
    return file.matches()
        ? places.of(file.group("path"), EndpointNeeds.noFile(file.group("path")))
        : places.of(places.quoted(reason).orElse(null), reason);
  }

  /** Describes a value that does not fit its type. */
  private static Optional<FileProblem> value(SourceLocator places, Throwable cause) {
    if (cause instanceof NumberFormatException) {
      return number(places, cause);
    }
    if (cause instanceof NoTypeConversionAvailableException conversion) {
      String text = String.valueOf(conversion.getValue());
      String type = conversion.getToType().getSimpleName();
      return Optional.of(places.of(text, noValue(text, type)));
    }
    Optional<String> type = places.said("type");
    if (type.isPresent() && String.valueOf(cause.getMessage()).startsWith(NO_TYPE)) {
      return type.map(name -> places.of(name, AllowedNames.noClass(name)));
    }
    Matcher word = NO_CONSTANT.matcher(String.valueOf(cause.getMessage()));
    if (!word.find()) {
      return Optional.empty();
    }
    String text = word.group("value");
    String name = word.group("type") == null ? word.group("name") : word.group("type");
    return places.at(
        text, "'%s' is none of: %s".formatted(text, String.join(", ", constants(name))));
  }

  private static String noValue(String text, String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "boolean" -> AllowedNames.noBoolean(text);
      case "class" -> AllowedNames.noClass(text);
      case "int", "integer", "long", "double", "float" -> "'%s' is not a number".formatted(text);
      default -> "'%s' is not a valid %s".formatted(text, type);
    };
  }

  private static List<String> constants(String type) {
    try {
      return Arrays.stream(Class.forName(type).getEnumConstants()).map(String::valueOf).toList();
    } catch (ClassNotFoundException e) {
      return List.of(type);
    }
  }

  private static Optional<FileProblem> number(SourceLocator places, Throwable cause) {
    Matcher text = NO_NUMBER.matcher(String.valueOf(cause.getMessage()));
    return text.find()
        ? Optional.of(
            places.of(text.group("text"), "'%s' is not a number".formatted(text.group("text"))))
        : Optional.empty();
  }

  private Optional<FileProblem> endpoint(
      SourceLocator places, ResolveEndpointFailedException failure) {
    String scheme = failure.getUri().replaceFirst(":.*", "");
    Matcher unknown = UNKNOWN_OPTION.matcher(failure.getMessage());
    if (unknown.find()) {
      String option = unknown.group("option");
      Collection<String> options = vocabulary.options(scheme);
      return Optional.of(
          places.of(
              option,
              "%s has no option '%s'%s; allowed: %s"
                  .formatted(
                      scheme,
                      option,
                      NearestNames.suggestion(option, options),
                      String.join(", ", options))));
    }
    return Optional.empty();
  }

  private FileProblem component(SourceLocator places, NoSuchEndpointException failure) {
    String name = failure.getUri().replaceFirst(":.*", "");
    return places.of(name, vocabulary.noComponent(name));
  }

  private Optional<FileProblem> placeholder(SourceLocator places, Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (!message.contains("Property with key")) {
      return Optional.empty();
    }
    Matcher key = PLACEHOLDER.matcher(message);
    if (!key.find()) {
      return Optional.empty();
    }
    String name = key.group("key").replaceFirst("^\\{+", "");
    if (places.texts().stream().anyMatch(text -> isOpen(text, name))) {
      return Optional.of(
          places.of("{{" + name, "'{{%s' does not end; write {{%s}}".formatted(name, name)));
    }
    return Optional.of(
        places.of(
            "{{" + name,
            "no setting '%s'%s"
                .formatted(name, NearestNames.suggestion(name, vocabulary.settings()))));
  }

  private static boolean isOpen(String text, String setting) {
    int begin = text.indexOf("{{" + setting);
    return begin >= 0 && text.indexOf("}}", begin) < 0;
  }

  /** Camel joins the names of a data format and of its library, as in avroJackson. */
  private static String written(SourceLocator places, String format) {
    String name = format.toLowerCase(Locale.ROOT);
    return places.texts().stream()
        .filter(text -> text.length() > 2 && name.contains(text.toLowerCase(Locale.ROOT)))
        .max(Comparator.comparingInt(String::length))
        .orElse(format);
  }
}
