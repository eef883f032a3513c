package dev.trainyard.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * The text of an API key: {@code ty_}, a public id of 10 characters, {@code _}, 256 random bits in
 * 43 characters, and 6 check digits, a CRC-32 of all before them. All characters but the
 * underscores are of base 62, so that a double click selects it and a secret scanner finds it.
 */
public final class KeyText {
  /** What every key begins with. */
  public static final String PREFIX = "ty_";

  private static final Pattern FORM = Pattern.compile("ty_[0-9A-Za-z]{10}_[0-9A-Za-z]{49}");
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final int ID_LENGTH = 10;
  private static final int SECRET_BITS = 256;
  private static final int SECRET_LENGTH = 43;
  private static final int CHECK_LENGTH = 6;

  private final String text;

  private KeyText(String text) {
    this.text = text;
  }

  /** A new key. */
  static KeyText random(SecureRandom random) {
    StringBuilder text = new StringBuilder(PREFIX);
    for (int i = 0; i < ID_LENGTH; i++) {
      text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    text.append('_').append(digits(new BigInteger(SECRET_BITS, random), SECRET_LENGTH));
    return new KeyText(text.append(checkDigits(text)).toString());
  }

  /** The key that a client shows; empty when it is none, or one with a slip of the pen. */
  public static Optional<KeyText> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    int end = text.length() - CHECK_LENGTH;
    return checkDigits(text.substring(0, end)).equals(text.substring(end))
        ? Optional.of(new KeyText(text))
        : Optional.empty();
  }

  private static String checkDigits(CharSequence before) {
    CRC32 check = new CRC32();
    check.update(before.toString().getBytes(US_ASCII));
    return digits(BigInteger.valueOf(check.getValue()), CHECK_LENGTH);
  }

  private static String digits(BigInteger number, int length) {
    StringBuilder digits = new StringBuilder();
    BigInteger rest = number;
    for (int i = 0; i < length; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits.append(DIGITS.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return digits.reverse().toString();
  }

  /** The part that is no secret, and by which the key is found. */
  public String publicId() {
    return text.substring(PREFIX.length(), PREFIX.length() + ID_LENGTH);
  }

  /** The whole key, to be shown once. */
  public String secret() {
    return text;
  }

  /** SHA-256 of the whole key: all that is stored of its secret. */
  public byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return PREFIX + publicId();
  }
}
