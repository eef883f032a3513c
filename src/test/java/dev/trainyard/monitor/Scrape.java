package dev.trainyard.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.support.CheckedHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics that Prometheus would read from a service at one moment. */
public final class Scrape {
  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  private final List<Sample> samples = new ArrayList<>();

  private Scrape(String text) {
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              Matcher sample = SAMPLE.matcher(line);
              assertThat(sample.matches()).as(line).isTrue();
              samples.add(
                  new Sample(
                      sample.group(1),
                      labels(sample.group(2) == null ? "" : sample.group(2)),
                      Double.parseDouble(sample.group(3).replace("Inf", "Infinity"))));
            });
  }

  /** One line: a series and its value. */
  record Sample(String name, Map<String, String> labels, double value) {}

  /** Reads the service at a port of this machine. */
  public static Scrape of(int port) {
    try {
      HttpResponse<String> answer =
          new CheckedHttp()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://localhost:" + port + "/actuator/prometheus"))
                      .build());
      assertThat(answer.statusCode()).isEqualTo(200);
      return new Scrape(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<Sample> of(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).toList();
  }

  /**
   * Returns the value of the only series of a metric with a label; any label when its name is null.
   */
  public double value(String name, String label, String value) {
    List<Sample> found =
        of(name).stream()
            .filter(sample -> label == null || value.equals(sample.labels().get(label)))
            .toList();
    assertThat(found).as("%s{%s=%s}", name, label, value).hasSize(1);
    return found.get(0).value();
  }

  /** Returns the sum over all series of a metric that have a value of a label; 0 without any. */
  public double sum(String name, String label, String value) {
    return of(name).stream()
        .filter(sample -> value.equals(sample.labels().get(label)))
        .mapToDouble(Sample::value)
        .sum();
  }

  /** Returns all series, each as one text. */
  Set<String> series() {
    Set<String> series = new TreeSet<>();
    samples.forEach(sample -> series.add(sample.name() + sample.labels()));
    return series;
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }
}
