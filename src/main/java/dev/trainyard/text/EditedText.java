package dev.trainyard.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.text.FileText.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Reads the YAML files that users edit. */
public final class EditedText {
  /**
   * Maximum size of an edited file, in bytes. The project's own files are about a hundredth of it.
   */
  public static final int MAX_BYTES = 1_000_000;

  private EditedText() {}

  /**
   * Returns whether a file has the name of an edited file: the ending, and no leading dot, with
   * which editors name their own copies.
   */
  public static boolean isNamed(Path file, String ending) {
    String name = file.getFileName().toString();
    return name.endsWith(ending) && !name.startsWith(".");
  }

  /**
   * Reads a file.
   *
   * @throws IOException when the file cannot be read
   */
  public static FileText read(Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      // The rest is not read: size and time of the file show when it changes
      long size = Math.max(bytes.length, Files.size(file));
      String fingerprint = fingerprint(bytes) + size + Files.getLastModifiedTime(file);
      return new Unreadable(0, 0, tooLarge(size), fingerprint);
    }
    return text(bytes);
  }

  /**
   * Returns what {@link #read} would return once the text was written. Half of a pair of UTF-16
   * would be written as another character.
   */
  public static FileText written(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > MAX_BYTES) {
      return new Unreadable(0, 0, tooLarge(bytes.length), fingerprint(bytes));
    }
    return new String(bytes, UTF_8).equals(text)
        ? text(bytes)
        : new Unreadable(0, 0, "holds half of a surrogate pair", fingerprint(bytes));
  }

  /** Decodes the bytes of a file. */
  public static FileText text(byte[] bytes) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      String message = "is not UTF-8 text: the byte 0x%02X".formatted(bytes[in.position()]);
      return unreadable(text, text.length(), message, bytes);
    }
    int strange = 0;
    while (strange < text.length() && isAllowed(text.codePointAt(strange))) {
      strange += Character.charCount(text.codePointAt(strange));
    }
    if (strange < text.length()) {
      String message =
          "the character U+%04X, which YAML does not allow".formatted(text.codePointAt(strange));
      return unreadable(text, strange, message, bytes);
    }
    return FileText.of(text);
  }

  private static Unreadable unreadable(String text, int index, String message, byte[] bytes) {
    int begin = text.lastIndexOf('\n', index - 1) + 1;
    int line = 1 + (int) text.chars().limit(begin).filter(c -> c == '\n').count();
    return new Unreadable(line, text.codePointCount(begin, index) + 1, message, fingerprint(bytes));
  }

  /** Follows YAML 1.2, chapter 5.1. */
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
    double tenths = Math.ceil(bytes * 10.0 / MAX_BYTES);
    return String.format(Locale.ROOT, "is %.1f MB; the limit is 1 MB", tenths / 10);
  }

  /**
   * Returns what tells a content from all others: of a text its SHA-256 in hexadecimal, as {@code
   * sha256sum} prints it.
   */
  public static String digest(FileText content) {
    return content instanceof Unreadable unreadable
        ? unreadable.fingerprint()
        : HexFormat.of().formatHex(sha256(content.text().orElseThrow().getBytes(UTF_8)));
  }

  private static String fingerprint(byte[] bytes) {
    return HexFormat.of().formatHex(Arrays.copyOf(sha256(bytes), 16));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
