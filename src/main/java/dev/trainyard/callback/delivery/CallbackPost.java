package dev.trainyard.callback.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.callback.address.AddressGuard;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.process.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.apache.camel.Body;
import org.apache.camel.Headers;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Posts callbacks. A call ends after its time whatever the receiver does; of the answer the status
 * counts, and 16 KiB at most are read. Redirects, cookies, proxies and compression are not for
 * callbacks, and no connection is used twice.
 */
@Component("callbackPost")
public class CallbackPost {
  private static final Logger LOG = LoggerFactory.getLogger(CallbackPost.class);
  private static final int ANSWER_BYTES = 16 * 1024;
  private static final int HEADER_BYTES = 8 * 1024;
  private static final int HEADERS = 100;
  private static final Duration LONGEST_WAIT = Duration.ofDays(1);

  /** Headers of the message that belong to the connection, or tell of the inside of the service. */
  private static final Set<String> OWN =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "transfer-encoding",
          "connection",
          "upgrade",
          "expect",
          "te",
          "trailer",
          "traceparent",
          "tracestate",
          "baggage");

  private final CallbackSettings settings;
  private final CallbackUrls urls;
  private final Clock clock;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("trainyard-callback-time"));

  /** Creates the client of this process. */
  @Autowired
  public CallbackPost(
      CallbackSettings settings, CallbackUrls urls, AddressGuard guard, Clock clock) {
    this(settings, urls, guard, clock, SystemDefaultDnsResolver.INSTANCE);
  }

  /** Creates a client with a source of addresses of its own. */
  CallbackPost(
      CallbackSettings settings,
      CallbackUrls urls,
      AddressGuard guard,
      Clock clock,
      DnsResolver names) {
    this.settings = settings;
    this.urls = urls;
    this.clock = clock;
    this.client = client(settings, new GuardedResolver(names, guard));
  }

  private static CloseableHttpClient client(CallbackSettings settings, DnsResolver resolver) {
    Timeout whole = Timeout.of(settings.timeout());
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(settings.concurrency())
                .setMaxConnPerRoute(settings.concurrency())
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxLineLength(HEADER_BYTES)
                                .setMaxHeaderCount(HEADERS)
                                .setMaxEmptyLineCount(1)
                                .build())
                        .build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(whole)
                        .build())
                .build())
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(whole)
                .setResponseTimeout(whole)
                .setRedirectsEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setUserAgent("Trainyard")
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableAuthCaching()
        .disableCookieManagement()
        .disableContentCompression()
        .build();
  }

  /**
   * Posts a callback once. A failure is an answer too: nothing is thrown for what a receiver does.
   *
   * @param headers headers of the message; texts among them go to the receiver
   */
  public Receipt post(@Body DueCallback callback, @Headers Map<String, Object> headers) {
    Optional<String> unfit = urls.unfit(callback.url());
    if (unfit.isPresent()) {
      return Receipt.failed(callback, "its URL " + unfit.get());
    }
    HttpPost post = new HttpPost(URI.create(callback.url()));
    headers.forEach(
        (name, value) -> {
          if (value instanceof String text && isForReceivers(name)) {
            post.setHeader(name, text);
          }
        });
    post.setEntity(
        new ByteArrayEntity(callback.body().getBytes(UTF_8), ContentType.APPLICATION_JSON));
    AtomicBoolean late = new AtomicBoolean();
    Future<?> deadline =
        deadlines.schedule(
            () -> {
              late.set(true);
              post.abort();
            },
            settings.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return answer(callback, post);
    } catch (IOException | IllegalStateException e) {
      LOG.debug("callback {} to {} failed", callback.id(), callback.receiver(), e);
      return Receipt.failed(callback, late.get() ? tooLate() : words(e));
    } finally {
      deadline.cancel(false);
    }
  }

  private static boolean isForReceivers(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !lower.startsWith("camel")
        && !lower.startsWith("trainyard")
        && !OWN.contains(lower)
        && lower.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
  }

  // The response is closed by the abort of its request: its own close would read it to the end
  @SuppressWarnings("resource")
  private Receipt answer(DueCallback callback, HttpPost post) throws IOException {
    ClassicHttpResponse response = client.executeOpen(null, post, null);
    try {
      Receipt receipt =
          Receipt.answered(
              callback,
              response.getCode(),
              retryAfter(response.getFirstHeader(HttpHeaders.RETRY_AFTER)));
      readSome(response.getEntity());
      return receipt;
    } finally {
      post.abort();
    }
  }

  /** Lets a receiver that answers as usual write its answer; what it says does not matter. */
  private static void readSome(@Nullable HttpEntity entity) {
    if (entity != null) {
      try {
        InputStream content = entity.getContent();
        content.readNBytes(ANSWER_BYTES);
      } catch (IOException e) {
        LOG.debug("the rest of an answer is lost", e);
      }
    }
  }

  /** Returns how long a receiver asks to wait: seconds, or a time. */
  private @Nullable Duration retryAfter(@Nullable Header header) {
    if (header == null) {
      return null;
    }
    String value = header.getValue().strip();
    Duration wait = null;
    if (value.matches("[0-9]{1,9}")) {
      wait = Duration.ofSeconds(Long.parseLong(value));
    } else {
      Instant time = DateUtils.parseStandardDate(value);
      if (time != null) {
        wait = Duration.between(clock.instant(), time);
      }
    }
    if (wait == null || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private String tooLate() {
    return "no answer within %d ms (trainyard.callbacks.timeout)"
        .formatted(settings.timeout().toMillis());
  }

  private String words(Exception failure) {
    if (failure instanceof RefusedAddressException) {
      return "its host is not called: " + failure.getMessage();
    }
    if (failure instanceof UnknownHostException) {
      return "the name of its host has no address";
    }
    if (failure instanceof ConnectTimeoutException) {
      return "no connection within %d ms (trainyard.callbacks.connect-timeout)"
          .formatted(settings.connectTimeout().toMillis());
    }
    if (failure instanceof SocketTimeoutException) {
      return tooLate();
    }
    if (failure instanceof ConnectException) {
      return "the receiver refuses connections, or there is no way to it";
    }
    if (failure instanceof SSLException) {
      return "TLS: " + failure.getMessage();
    }
    // What a receiver has answered is not told to clients
    return failure instanceof NoHttpResponseException
        ? "the receiver closed the connection without an answer"
        : "the call broke off, or its answer is not HTTP: " + failure.getClass().getSimpleName();
  }

  @PreDestroy
  void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
