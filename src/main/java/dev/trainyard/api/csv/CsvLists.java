package dev.trainyard.api.csv;

import dev.trainyard.api.configuration.ConfigurationResource;
import dev.trainyard.api.job.JobResource;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
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

  /** Whether CSV is named, and no media type is preferred to it. */
  private static boolean prefersCsv(HttpServletRequest request) {
    try {
      List<MediaType> accepted =
          MediaType.parseMediaTypes(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
      double csv = quality(accepted, CSV);
      return csv > 0 && accepted.stream().allMatch(type -> type.getQualityValue() <= csv);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  private static double quality(List<MediaType> accepted, MediaType type) {
    return accepted.stream()
        .filter(type::equalsTypeAndSubtype)
        .mapToDouble(MediaType::getQualityValue)
        .max()
        .orElse(0);
  }
}
