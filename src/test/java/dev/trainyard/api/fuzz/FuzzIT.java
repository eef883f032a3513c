package dev.trainyard.api.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.ApiKeyStore.NewKey;
import dev.trainyard.access.Caller;
import dev.trainyard.access.Keys;
import dev.trainyard.access.Role;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.api.SampleRows;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.support.ApiContract;
import dev.trainyard.support.RawHttp;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/**
 * Sends requests that are made of the OpenAPI document and then spoilt: whatever comes in, each
 * answer is one of the document, in time, and none is a fault of the service. A longer run is made
 * with {@code -Dtrainyard.fuzz.requests=20000 -Dtrainyard.fuzz.seed=7}.
 */
@TestPropertySource(
    properties = {"trainyard.auth.mode=keys", "spring.test.observability.auto-configure=true"})
class FuzzIT extends ApiFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int MOST_FINDINGS = 25;
  private static final Pattern ID =
      Pattern.compile("\"(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\"");

  @Autowired private Keys keys;

  private final ApiContract contract = ApiContract.ofThisVersion();

  @Test
  void everyAnswerIsOneOfTheDocument() throws IOException {
    int requests = Integer.getInteger("trainyard.fuzz.requests", 2000);
    long seed = Long.getLong("trainyard.fuzz.seed", 20_261_129L);
    Random random = new Random(seed);
    RequestMaker maker = new RequestMaker(ApiDocument.load(), random);
    Mutations mutations = new Mutations(random);
    NewKey key =
        keys.create(Caller.COMMAND_LINE, "fuzz" + UUID.randomUUID(), Role.ADMIN, null)
            .orElseThrow();
    String job = "01890a5d-ac96-774b-bcce-b302099a8057";
    maker.remember(SampleRows.configuration(jdbc, job, "BTC/USDT", 1.0));
    maker.remember(SampleRows.failedJob(jdbc, "FuzzException"));
    Map<String, String> findings = new LinkedHashMap<>();
    Map<Integer, Integer> statuses = new TreeMap<>();

    for (int i = 0; i < requests && findings.size() < MOST_FINDINGS; i++) {
      RequestMaker.Made made = maker.next(key.text().secret());
      FuzzedRequest request = made.request();
      for (int spoils = random.nextInt(4); spoils > 0; spoils--) {
        mutations.spoil(request, made.json());
      }
      try {
        RawHttp.Answer answer = RawHttp.send(port(), request.bytes(), request.isCutOff(), PATIENCE);
        statuses.merge(answer.status(), 1, Integer::sum);
        List<String> faults = faults(request, answer);
        if (!faults.isEmpty()) {
          findings.putIfAbsent(
              "%.9s %d %s".formatted(request.method, answer.status(), faults),
              "request %d:%n%s%n=> %s".formatted(i, request, answer));
        }
        Matcher ids = ID.matcher(answer.body());
        while (ids.find()) {
          if (!ids.group(1).equals(key.key().id().toString())) {
            maker.remember(ids.group(1));
          }
        }
      } catch (SocketTimeoutException e) {
        findings.putIfAbsent("hangs " + request.method, "request %d:%n%s".formatted(i, request));
      } catch (IOException e) {
        findings.putIfAbsent(
            "no HTTP to %.9s".formatted(request.method),
            "request %d:%n%s%n=> %s".formatted(i, request, e.getMessage()));
      }
    }

    System.out.printf("fuzz: seed %d, answers by status %s%n", seed, statuses);
    assertThat(findings).as("seed " + seed).isEmpty();
  }

  private List<String> faults(FuzzedRequest request, RawHttp.Answer answer) {
    if (answer.status() == 0) {
      return List.of("closed without an answer");
    }
    if (answer.status() >= 500 && answer.status() != 501) {
      return List.of("a fault of the service");
    }
    return contract.faults(
        new ApiContract.Exchange(
            request.method,
            request.path.replaceFirst("^http://[^/]*", "").replaceFirst("[?#].*", ""),
            answer.status(),
            HttpHeaders.of(answer.headers(), (name, value) -> true),
            answer.body()));
  }
}
