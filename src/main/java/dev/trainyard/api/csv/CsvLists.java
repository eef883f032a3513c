package dev.trainyard.api.csv;

import dev.trainyard.api.configuration.ConfigurationResource;
import dev.trainyard.api.job.JobResource;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Answers some lists as CSV where a client prefers that to JSON: the trials of a job, with a column
 * for each parameter and figure, and the trained configurations. It stands before the routes, which
 * answer the same paths as JSON, since they could not tell a client that an answer breaks off.
 */
@Component
final class CsvLists extends AbstractHandlerMapping {
  private static final MediaType CSV = MediaType.valueOf("text/csv");
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final Pattern TRIALS =
      Pattern.compile(Pattern.quote(ApiDocument.BASE) + "/jobs/([^/]+)/trials");

  private static final String CONFIGURATIONS = ApiDocument.BASE + "/configurations";

  /** Before the mapping of the routes, whose order is -1. */
  private static final int BEFORE_ROUTES = -2;

  private final JobResource jobs;
  private final ConfigurationResource configurations;
  private final CsvAnswer answer;

  CsvLists(JobResource jobs, ConfigurationResource configurations, CsvAnswer answer) {
    this.jobs = jobs;
    this.configurations = configurations;
    this.answer = answer;
    setOrder(BEFORE_ROUTES);
  }

  @Override
  protected @Nullable Object getHandlerInternal(HttpServletRequest request) {
    if (!METHODS.contains(request.getMethod()) || !prefersCsv(request)) {
      return null;
    }
    String path = initLookupPath(request);
    Matcher trials = TRIALS.matcher(path);
    if (trials.matches()) {
      String job = trials.group(1);
      return handler("trials-" + job, "Trial", true, query -> (Page<?>) jobs.trials(job, query));
    }
    return path.equals(CONFIGURATIONS)
        ? handler(
            "configurations",
            "ConfigurationFields",
            false,
            query -> (Page<?>) configurations.list(query))
        : null;
  }

  private HttpRequestHandler handler(
      String name, String schema, boolean alike, CsvAnswer.Pages pages) {
    return (request, response) ->
        answer.write(name, schema, alike, pages, request.getQueryString(), response);
  }

  /** Whether a client would rather have CSV than JSON; one that names CSV would in a tie. */
  private static boolean prefersCsv(HttpServletRequest request) {
    try {
      List<MediaType> accepted =
          MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
      double csv = quality(accepted, CSV);
      double json = quality(accepted, MediaType.APPLICATION_JSON);
      boolean isNamed = accepted.stream().anyMatch(CSV::equalsTypeAndSubtype);
      return csv > json || (csv > 0 && csv == json && isNamed);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  /** Quality of a type: that of the range which fits it best (RFC 9110, section 12.5.1). */
  private static double quality(List<MediaType> accepted, MediaType type) {
    return accepted.stream()
        .filter(range -> range.includes(type))
        .min(Comparator.comparing(CsvLists::breadth))
        .map(MediaType::getQualityValue)
        .orElse(0.0);
  }

  private static int breadth(MediaType range) {
    return (range.isWildcardType() ? 2 : 0) + (range.isWildcardSubtype() ? 1 : 0);
  }
}
