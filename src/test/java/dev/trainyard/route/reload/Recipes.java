package dev.trainyard.route.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applies the recipes of {@code routes/README.md} as the guide describes them. */
final class Recipes {
  private static final Pattern RECIPE =
      Pattern.compile(
          "<!-- (?<how>new|after|before|instead of) (?:(?<what>\"[^\"]+\"|\\S+) in )?(?<file>\\S+) -->\n"
              + "```yaml\n(?<yaml>.*?)```",
          Pattern.DOTALL);

  private Recipes() {}

  /** Edits the files as all recipes say. */
  static int follow(EditedHome home) {
    try {
      Matcher recipe = RECIPE.matcher(Files.readString(Path.of("routes/README.md")));
      int count = 0;
      while (recipe.find()) {
        follow(
            home,
            recipe.group("how"),
            recipe.group("what"),
            "routes/" + recipe.group("file"),
            recipe.group("yaml"));
        count++;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Edits a file as a recipe says.
   *
   * @param how new, after, before or instead of
   * @param what a text in quotes, or the id of an item; null for a new file
   * @param yaml the text to insert
   */
  static void follow(EditedHome home, String how, String what, String file, String yaml) {
    if (how.equals("new")) {
      home.save(file, yaml);
    } else if (what.startsWith("\"")) {
      String text = what.substring(1, what.length() - 1);
      assertThat(home.text(file)).contains(text);
      home.save(file, home.text(file).replace(text, yaml.strip()));
    } else {
      home.save(file, atItem(home.text(file).lines().toList(), how, what, yaml));
    }
  }

  /** Edits at the list item with the given id. */
  private static String atItem(List<String> lines, String how, String id, String yaml) {
    int named = lines.stream().map(String::strip).toList().indexOf("id: " + id);
    assertThat(named).as(id).isNotNegative();
    int first = named;
    while (!lines.get(first).strip().startsWith("- ")
        || indent(lines.get(first)) >= indent(lines.get(named))) {
      first--;
    }
    int indent = indent(lines.get(first));
    int end = named;
    while (end < lines.size() && (lines.get(end).isBlank() || indent(lines.get(end)) > indent)) {
      end++;
    }
    List<String> edited = new ArrayList<>(lines.subList(0, how.equals("after") ? end : first));
    yaml.lines().map(line -> " ".repeat(indent) + line).forEach(edited::add);
    edited.addAll(lines.subList(how.equals("before") ? first : end, lines.size()));
    return edited.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
