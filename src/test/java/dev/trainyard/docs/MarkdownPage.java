package dev.trainyard.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown: its links, the words of its inline code, and the anchors of its headings.
 *
 * @param file where it is
 * @param lines its text
 */
record MarkdownPage(Path file, List<String> lines) {
  private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
  private static final Pattern DEFINITION = Pattern.compile("^\\s*\\[[^\\]]+\\]:\\s+(\\S+)");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*?)\\s*#*");
  private static final Pattern LINKED_TEXT = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)]*\\)");
  private static final Pattern NOT_OF_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N}_\\- ]");

  static MarkdownPage read(Path file) throws IOException {
    return new MarkdownPage(file, Files.readAllLines(file));
  }

  /**
   * What a line says.
   *
   * @param line from 1
   * @param text a target of a link, or a word of inline code
   */
  record Mention(int line, String text) {}

  /** Targets of links and pictures. */
  List<Mention> links() {
    List<Mention> links = new ArrayList<>();
    eachLine(
        (number, line) -> {
          String plain = CODE.matcher(line).replaceAll("code");
          for (Pattern pattern : List.of(LINK, DEFINITION)) {
            Matcher link = pattern.matcher(plain);
            while (link.find()) {
              links.add(new Mention(number, link.group(1)));
            }
          }
        });
    return links;
  }

  /** Words of inline code: a command has several. */
  List<Mention> codeWords() {
    List<Mention> words = new ArrayList<>();
    eachLine(
        (number, line) -> {
          Matcher code = CODE.matcher(line);
          while (code.find()) {
            for (String word : code.group(1).strip().split("\\s+", -1)) {
              words.add(new Mention(number, word));
            }
          }
        });
    return words;
  }

  /** Anchors of the headings, as GitHub makes them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    Map<String, Integer> uses = new HashMap<>();
    eachLine(
        (number, line) -> {
          Matcher heading = HEADING.matcher(line);
          if (heading.matches()) {
            String anchor = anchor(heading.group(1));
            int before = uses.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
          }
        });
    return anchors;
  }

  private static String anchor(String heading) {
    String text = LINKED_TEXT.matcher(heading).replaceAll("$1").toLowerCase(Locale.ROOT);
    return NOT_OF_AN_ANCHOR.matcher(text).replaceAll("").replace(' ', '-');
  }

  /** All lines but those of fenced code. */
  private void eachLine(BiConsumer<Integer, String> reader) {
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      if (FENCE.matcher(lines.get(i)).matches()) {
        fenced = !fenced;
      } else if (!fenced) {
        reader.accept(i + 1, lines.get(i));
      }
    }
  }
}
