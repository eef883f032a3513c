package dev.trainyard.route.reload;

import dev.trainyard.text.FileProblem;
import java.util.List;

/**
 * What would become of a file with another text.
 *
 * @param path its path, relative to the home
 * @param digest digest of the file on disk
 * @param problems what is wrong with all files together; empty when they may run
 * @param diff unified diff against the file on disk; empty when nothing differs
 */
public record CheckedFile(String path, String digest, List<FileProblem> problems, String diff) {}
