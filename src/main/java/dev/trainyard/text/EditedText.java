package dev.trainyard.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the text of a YAML file that users edit. A file that can be none has a stand-in instead of
 * its text: one that no file can have, that is another whenever the file is, and that says what is
 * wrong. So what is on disk can be kept and compared as texts, whatever it is.
 */
public final class EditedText {
  /** The size that such a file may have, in bytes; those of the project have a hundredth of it. */
  public static final int MOST_BYTES = 1_000_000;

  /** YAML allows it nowhere. */
  private static final char STAND_IN = '\0';

  private static final int FIELDS = 4;

  private EditedText() {}

  /**
   * Why a file is no text.
   *
   * @param line line from 1; 0 when the file as a whole is meant
   * @param column column from 1; 0 when the file as a whole is meant
   * @param message what is wrong and what is allowed
   */
  public record Refusal(int line, int column, String message) {
    private String standIn(String fingerprint) {
      return "%c%d %d %s %s".formatted(STAND_IN, line, column, fingerprint, message);
    }
  }

  /**
   * Whether a file is named as one that users edit: with an ending, and no dot before, as editors
   * name their own copies.
   */
  public static boolean isNamed(Path file, String ending) {
    String name = file.getFileName().toString();
    return name.endsWith(ending) && !name.startsWith(".");
  }

  /**
   * The text of a file, or its stand-in.
   *
   * @throws IOException when the file cannot be read
   */
  public static String read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      // Of the rest, which is not read, size and time tell when it changes
      long size = Math.max(bytes.length, Files.size(file));
      String fingerprint = fingerprint(bytes) + size + Files.getLastModifiedTime(file);
      return new Refusal(0, 0, tooLarge(size)).standIn(fingerprint);
    }
    return text(bytes);
  }

  /** The text of a file's bytes, or its stand-in. */
  public static String text(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String message = "is not UTF-8 text: the byte 0x%02X".formatted(bytes[in.position()]);
      return at(text, text.length(), message).standIn(fingerprint(bytes));
    }
    int strange = 0;
    while (strange < text.length() && isAllowed(text.codePointAt(strange))) {
      strange += Character.charCount(text.codePointAt(strange));
    }
    if (strange < text.length()) {
      String message =
          "the character U+%04X, which YAML does not allow".formatted(text.codePointAt(strange));
      return at(text, strange, message).standIn(fingerprint(bytes));
    }
    return text;
  }

  /** Why there is no text; empty when it is one and no stand-in. */
  public static Optional<Refusal> refusal(String text) {
    if (text.isEmpty() || text.charAt(0) != STAND_IN) {
      return Optional.empty();
    }
    String[] fields = text.substring(1).split(" ", FIELDS);
    return fields.length < FIELDS
        ? Optional.empty()
        : Optional.of(
            new Refusal(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), fields[3]));
  }

  private static Refusal at(String text, int index, String message) {
    int begin = text.lastIndexOf('\n', index - 1) + 1;
    int line = 1 + (int) text.chars().limit(begin).filter(c -> c == '\n').count();
    return new Refusal(line, text.codePointCount(begin, index) + 1, message);
  }

  /** In YAML 1.2, chapter 5.1. */
  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c <= 0x7E)
        || c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x85
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static String tooLarge(long bytes) {
    double tenths = Math.ceil(bytes * 10.0 / MOST_BYTES);
    return String.format(Locale.ROOT, "is %.1f MB; such a file may have 1 MB", tenths / 10);
  }

  private static String fingerprint(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
