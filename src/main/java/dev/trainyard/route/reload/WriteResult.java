package dev.trainyard.route.reload;

import org.jspecify.annotations.Nullable;

/** What became of a file that a caller wanted to write. */
public sealed interface WriteResult {

  /** There is no such file. */
  record Missing() implements WriteResult {}

  /**
   * Somebody else has changed the file since the caller read it. Nothing was written.
   *
   * @param digest digest of the file as it is now
   */
  record Changed(String digest) implements WriteResult {}

  /**
   * The files would not run. Nothing was written.
   *
   * @param check what is wrong with them
   */
  record Invalid(CheckedFile check) implements WriteResult {}

  /**
   * The file was written.
   *
   * @param file the file as it is now
   * @param edit what became of it; null when it was what runs already, or is not known yet
   */
  record Written(RouteFile file, @Nullable RouteEdit edit) implements WriteResult {}
}
