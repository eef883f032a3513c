package dev.trainyard.api.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of the dashboard. Their addresses hold a digest of them all, so that a browser keeps
 * them for ever and never mixes those of two versions.
 */
final class DashboardFiles {
  /** Folder of the jar that holds them. */
  static final String DELIVERED = "classpath:/dashboard/";

  /** Path below which they are served. */
  static final String PATH = "/dashboard/";

  private static final int DIGITS = 12;

  private final Resource page;
  private final String location;
  private final String version;

  /**
   * Reads the files once.
   *
   * @param location folder that they are in, as a Spring resource; it ends with a slash
   * @throws UncheckedIOException when there is no page
   */
  DashboardFiles(String location) {
    PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();
    this.location = location;
    this.page = resources.getResource(location + "index.html");
    try {
      this.version = isDelivered() ? digest(resources.getResources(location + "**/*.*")) : "edited";
    } catch (IOException e) {
      throw new UncheckedIOException(location, e);
    }
  }

  private static String digest(Resource[] files) throws IOException {
    Arrays.sort(files, Comparator.comparing(file -> String.valueOf(file.getFilename())));
    try {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      for (Resource file : files) {
        all.update(String.valueOf(file.getFilename()).getBytes(UTF_8));
        all.update(file.getContentAsByteArray());
      }
      return HexFormat.of().formatHex(all.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether they are those of the jar, which do not change while the service runs. */
  boolean isDelivered() {
    return location.equals(DELIVERED);
  }

  /** Folder that they are in. */
  String location() {
    return location;
  }

  /** Path of all files of this version; it ends without a slash. */
  String path() {
    return PATH + version;
  }

  /**
   * The page.
   *
   * @param root path under which the client sees the service; empty for the root
   */
  String page(String root) {
    try {
      return page.getContentAsString(UTF_8).replace("{files}", root + path());
    } catch (IOException e) {
      throw new UncheckedIOException(location, e);
    }
  }
}
