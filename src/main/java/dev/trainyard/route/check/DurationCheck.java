package dev.trainyard.route.check;

import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Checks durations: Camel silently reads many that it does not understand as 0. */
final class DurationCheck {
  private static final Pattern DURATION =
      Pattern.compile("-?\\d+|(?=\\d)(\\d+d)?(\\d+h)?(\\d+m(?!s))?(\\d+s)?(\\d+ms)?");

  private static final Pattern URI =
      Pattern.compile("(?<scheme>[a-z][\\w+.-]*):[^?]*\\?(?<options>.+)", Pattern.DOTALL);

  private final AllowedNames vocabulary;
  private final Settings settings;
  private final Collection<FileProblem> problems;

  /**
   * @param problems receives the errors
   */
  DurationCheck(AllowedNames vocabulary, Settings settings, Collection<FileProblem> problems) {
    this.vocabulary = vocabulary;
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * Checks a part of an entry.
   *
   * @param key the key whose value it is
   */
  void check(String file, String key, Node node) {
    if (node instanceof MappingNode mapping) {
      durations(file, key, mapping);
    } else {
      uri(file, node);
    }
  }

  private void durations(String file, String key, MappingNode mapping) {
    String uri = YamlTree.text(mapping, "uri");
    if (uri != null && YamlTree.value(mapping, "parameters") instanceof MappingNode parameters) {
      Collection<String> options = vocabulary.durationOptions(uri.replaceFirst(":.*", ""));
      durations(file, parameters, options);
    }
    durations(file, mapping, vocabulary.durationFields(key));
  }

  private void durations(String file, MappingNode mapping, Collection<String> names) {
    for (String name : names) {
      if (YamlTree.value(mapping, name) instanceof ScalarNode scalar) {
        duration(file, scalar, scalar.getValue());
      }
    }
  }

  /** Checks the options after the question mark of an endpoint. */
  private void uri(String file, Node node) {
    Matcher uri = URI.matcher(String.valueOf(YamlTree.text(node)));
    if (uri.matches()) {
      Collection<String> names = vocabulary.durationOptions(uri.group("scheme"));
      for (String option : uri.group("options").split("&", -1)) {
        int end = option.indexOf('=');
        if (end > 0 && names.contains(option.substring(0, end))) {
          duration(file, node, option.substring(end + 1));
        }
      }
    }
  }

  private void duration(String file, Node node, String text) {
    if (!isDuration(settings.resolve(text))) {
      problems.add(
          YamlTree.problem(
              file,
              node,
              "'%s' is not a valid duration; write 500 (milliseconds), 500ms, 5s, 2m or 1h30m"
                  .formatted(text)));
    }
  }

  /** Returns whether the text is a duration; a missing setting is reported elsewhere. */
  private static boolean isDuration(String text) {
    if (text.contains("{{") || text.contains("${") || DURATION.matcher(text).matches()) {
      return true;
    }
    try {
      Duration.parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
