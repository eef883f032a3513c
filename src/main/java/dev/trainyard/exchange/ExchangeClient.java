package dev.trainyard.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.exchange.Exchange.ErrorForm;
import dev.trainyard.market.Candles;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks exchanges for candles. */
@Component("exchangeClient")
public class ExchangeClient {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final int MAX_BYTES = 16_000_000;
  private static final int SERVER_ERROR = 500;

  /** No exchange asks to come back later than this. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final ExchangePace pace;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  ExchangeClient(ExchangePace pace, Clock clock) {
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Asks for a page. Whoever is told to come back later holds up everybody who asks the exchange.
   *
   * @throws ExchangeAwayException when it may answer another time
   * @throws ExchangeRefusedException when it will not
   */
  public Candles ask(PageRequest request)
      throws ExchangeAwayException, ExchangeRefusedException, InterruptedException {
    Exchange exchange = request.exchange();
    HttpResponse<InputStream> answer = send(request);
    String body = read(exchange, answer);
    ErrorForm errors = exchange.errors();
    int status = answer.statusCode();
    if (errors.tooFastStatuses().contains(status)
        || errors.tooFastTexts().stream().anyMatch(body::contains)) {
      Duration wait = retryAfter(answer).orElse(errors.pause());
      pace.pause(exchange, wait);
      throw new ExchangeAwayException(
          "%s says that it is asked too often (status %d), so it is left alone for %d s: %s"
              .formatted(exchange.name(), status, wait.toSeconds(), PageAnswer.shown(body)),
          null);
    }
    if (status >= SERVER_ERROR) {
      throw new ExchangeAwayException(
          "%s answers with status %d: %s"
              .formatted(exchange.name(), status, PageAnswer.shown(body)),
          null);
    }
    if (status != 200) {
      throw new ExchangeRefusedException(
          "%s answers with status %d: %s"
              .formatted(exchange.name(), status, PageAnswer.shown(body)));
    }
    return new PageAnswer(request, body).candles(Math.min(clock.millis(), date(answer)));
  }

  private HttpResponse<InputStream> send(PageRequest request)
      throws ExchangeAwayException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.uri())
            .timeout(ANSWER)
            .header("Accept", "application/json")
            .header("User-Agent", "Trainyard");
    String body = request.body();
    if (request.exchange().request().isPost()) {
      builder
          .header("Content-Type", "application/json")
          .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }
    try {
      return http.send(builder.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new ExchangeAwayException(
          "%s at %s cannot be reached: %s"
              .formatted(
                  request.exchange().name(),
                  request.exchange().url(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    }
  }

  private static String read(Exchange exchange, HttpResponse<InputStream> answer)
      throws ExchangeAwayException, ExchangeRefusedException {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ExchangeRefusedException(
            "the answer of %s is longer than %d MB"
                .formatted(exchange.name(), MAX_BYTES / 1_000_000));
      }
      return new String(bytes, UTF_8);
    } catch (IOException e) {
      throw new ExchangeAwayException(
          "the answer of %s breaks off: %s".formatted(exchange.name(), e.getMessage()), e);
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  /** The time of the exchange, by which its candles run. */
  private long date(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Date")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeException e) {
                return Optional.<Instant>empty();
              }
            })
        .map(Instant::toEpochMilli)
        .orElseGet(clock::millis);
  }
}
