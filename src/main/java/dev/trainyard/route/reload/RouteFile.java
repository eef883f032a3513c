package dev.trainyard.route.reload;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.text.FileProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A route file, or one that describes an exchange, as it is on disk.
 *
 * @param path its path, relative to the home
 * @param digest tells its content from all others; of a text its SHA-256
 * @param text its content; null when it is not text
 * @param problem why it is not text; null when it is
 * @param routes ids of the routes that run from it
 * @param isRunning whether this content is what runs
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RouteFile(
    String path,
    String digest,
    @Nullable String text,
    @Nullable FileProblem problem,
    List<String> routes,
    boolean isRunning) {}
