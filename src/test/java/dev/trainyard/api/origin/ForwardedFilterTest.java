package dev.trainyard.api.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.api.HttpSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ForwardedFilterTest {
  private final MockHttpServletRequest sent = new MockHttpServletRequest("GET", "/api/x");

  @Test
  void aTrustedProxySaysWhatTheClientAskedFor() throws Exception {
    sent.setRemoteAddr("10.1.2.3");
    sent.addHeader("X-Forwarded-Prefix", "/trade");
    sent.addHeader("X-Forwarded-Proto", "https");
    sent.addHeader("X-Forwarded-Host", "example.org");

    HttpServletRequest seen = seen("10.0.0.0/8");

    assertThat(seen.getRequestURL()).hasToString("https://example.org/trade/api/x");
    assertThat(seen.isSecure()).isTrue();
    assertThat(seen.getServerPort()).isEqualTo(443);
    assertThat(seen.getRequestURI()).isEqualTo("/api/x");
    assertThat(seen.getHeader("x-forwarded-prefix")).isEqualTo("/trade");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.0.0/8", "192.0.2.1,2001:db8::/32"})
  void nobodyElseDoes(String trusted) throws Exception {
    sent.setRemoteAddr("192.0.2.7");
    sent.addHeader("X-Forwarded-Prefix", "/trade");
    sent.addHeader("Forwarded", "proto=https;host=example.org");
    sent.addHeader("X-Forwarded-Host", "example.org");

    HttpServletRequest seen = seen(trusted.split(",", -1));

    assertThat(seen.getRequestURL()).hasToString("http://localhost/api/x");
    assertThat(seen.getHeaderNames().asIterator()).toIterable().isEmpty();
    assertThat(seen.getHeader("X-Forwarded-Prefix")).isNull();
  }

  @Test
  void aContextPathIsTheRootUnlessAProxySaysAnother() throws Exception {
    sent.setRequestURI("/context/api/x");
    sent.setContextPath("/context");

    HttpServletRequest seen = seen("127.0.0.1");
    assertThat(seen.getRequestURI()).isEqualTo("/api/x");
    assertThat(seen.getContextPath()).isEmpty();
    assertThat(seen.getHeader(ForwardedFilter.ROOT)).isEqualTo("/context");

    sent.addHeader("X-Forwarded-Prefix", "/trade");
    assertThat(seen("127.0.0.1").getHeader(ForwardedFilter.ROOT)).isEqualTo("/trade");
    sent.removeHeader("X-Forwarded-Prefix");
    sent.addHeader("X-Forwarded-Prefix", "/");
    assertThat(seen("127.0.0.1").getHeader(ForwardedFilter.ROOT)).isNull();
  }

  @Test
  void thePortOfTheHostStaysWhenOnlyTheSchemeIsTold() throws Exception {
    sent.addHeader("Host", "example.org:8443");
    sent.addHeader("X-Forwarded-Proto", "https");
    sent.setServerName("example.org");

    assertThat(seen("127.0.0.1").getRequestURL()).hasToString("https://example.org:8443/api/x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "10.0.0.0/99", "10.0.0", "x/8", "*"})
  void aProxyThatIsNoAddressIsRefused(String proxy) {
    assertThatThrownBy(() -> new HttpSettings(List.of(proxy), 2, List.of(), Duration.ofSeconds(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("trainyard.http.trusted-proxies", proxy, "10.0.0.0/8");
  }

  private HttpServletRequest seen(String... trusted) throws Exception {
    MockFilterChain chain = new MockFilterChain();
    new ForwardedFilter(new HttpSettings(List.of(trusted), 2, List.of(), Duration.ofSeconds(20)))
        .doFilter(sent, new MockHttpServletResponse(), chain);
    sent.removeAttribute("forwardedFilter.FILTERED");
    return (HttpServletRequest) chain.getRequest();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"*", "https://*.example.org", "https://example.org/", "example.org", "null"})
  void whatIsNoOriginIsRefused(String origin) {
    assertThatThrownBy(
            () -> new HttpSettings(List.of(), 2, List.of(origin), Duration.ofSeconds(20)))
        .hasMessageContaining("trainyard.http.allowed-origins: \"" + origin + "\"");
  }

  @ParameterizedTest
  @CsvSource({"/a|b, /a%7Cb", "/jobs/{}, /jobs/%7B%7D", "/a^<>, /a%5E%3C%3E", "/a%7Cb, /a%7Cb"})
  void whatTheClientForgotToEncodeIsEncoded(String path, String seen) throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    MockFilterChain chain = new MockFilterChain();
    new ForwardedFilter(new HttpSettings(List.of(), 2, List.of(), Duration.ofSeconds(20)))
        .doFilter(request, new MockHttpServletResponse(), chain);

    assertThat(((HttpServletRequest) chain.getRequest()).getRequestURI()).isEqualTo(seen);
  }
}
