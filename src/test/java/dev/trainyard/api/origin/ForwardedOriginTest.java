package dev.trainyard.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedOriginTest {

  @Test
  void theOlderHeadersSayWhatTheClientAskedFor() {
    ForwardedOrigin origin =
        ForwardedOrigin.of(
            Map.of(
                    "X-Forwarded-Proto", "https",
                    "X-Forwarded-Host", "trade.example.org:8443",
                    "X-Forwarded-Prefix", "/trade")
                ::get);

    assertThat(origin)
        .isEqualTo(
            new ForwardedOrigin(
                Optional.of("https"),
                Optional.of("trade.example.org"),
                Optional.of(8443),
                Optional.of("/trade")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          for=192.0.2.60;proto=https;host=example.org           | https | example.org   |
          for="[2001:db8::1]";host="[2001:db8::2]:8443"         |       | [2001:db8::2] | 8443
          Proto=HTTPS; Host="example.org:443" , proto=http      | https | example.org   | 443
          proto=https;;host=example.org                         | https | example.org   |
          , ,proto=https;host=example.org                       | https | example.org   |
          proto=https;host=192.0.2.7, for=10.0.0.1              | https | 192.0.2.7     |
          host=example.org.                                     |       | example.org.  |
          for=_hidden;proto=ftp;host=example.org                |       |               |
          host="exa mple.org";proto=http                        |       |               |
          proto="https                                          |       |               |
          proto=https;host=                                     |       |               |
          proto=https;host                                      |       |               |
          proto=https;host=example.org;host=example.com         |       |               |
          proto=https, host="example.org                        |       |               |
          proto=https;host=....                                 |       |               |
          host=example.org:99999                                |       |               |
          """)
  void theStandardHeaderIsReadWholeOrNotAtAll(
      String header, String scheme, String host, Integer port) {
    ForwardedOrigin origin = ForwardedOrigin.of(Map.of("Forwarded", header)::get);

    assertThat(origin)
        .isEqualTo(
            new ForwardedOrigin(
                Optional.ofNullable(scheme),
                Optional.ofNullable(host),
                Optional.ofNullable(port),
                Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "/trade,/trade",
    "/trade/,/trade",
    "/a/b%20c,/a/b%20c",
    "'/outer, /inner',/outer/inner",
    "/,''"
  })
  void aPrefixIsAPathWithoutASlashAtItsEnd(String header, String prefix) {
    assertThat(ForwardedOrigin.of(Map.of("X-Forwarded-Prefix", header)::get).prefix())
        .contains(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trade",
        "//evil.example.org",
        "/trade//x",
        "/trade, //evil.example.org",
        "https://evil.example.org",
        "/../admin",
        "/a/%2e%2E/b",
        "/trade?x=1",
        "/trade#x",
        "/tra de",
        "/trade\"><script>",
        "/trade\\evil",
        "/trade%",
        "/trade%0d%0aX:%20y%zz",
        "/tradé",
        "/\r\nSet-Cookie: a=b"
      })
  void aPrefixThatIsNoPathIsNone(String header) {
    assertThat(ForwardedOrigin.of(Map.of("X-Forwarded-Prefix", header)::get).prefix()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Host, evil/path",
    "X-Forwarded-Host, a@b",
    "X-Forwarded-Host, exa mple",
    "X-Forwarded-Host, ....",
    "X-Forwarded-Host, .example.org",
    "X-Forwarded-Host, example..org",
    "X-Forwarded-Host, -example.org",
    "X-Forwarded-Host, 999.1.1.1",
    "X-Forwarded-Host, 1.2.3",
    "X-Forwarded-Host, [:::::]",
    "X-Forwarded-Host, [....]",
    "X-Forwarded-Host, [1::2::3]",
    "X-Forwarded-Host, [2001:db8]",
    "X-Forwarded-Host, [192.0.2.1]",
    "X-Forwarded-Host, example.org:0",
    "X-Forwarded-Port, 0",
    "X-Forwarded-Port, 70000",
    "X-Forwarded-Port, 4294967376",
    "X-Forwarded-Port, eighty",
    "X-Forwarded-Proto, javascript"
  })
  void whatCannotBeIsNotThere(String name, String value) {
    assertThat(ForwardedOrigin.of(Map.of(name, value)::get))
        .isEqualTo(
            new ForwardedOrigin(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "my_host", "a.b-c.d", "127.0.0.1", "[::1]", "[::ffff:192.0.2.1]"})
  void aNameOrAddressIsAHost(String host) {
    assertThat(ForwardedOrigin.of(Map.of("X-Forwarded-Host", host)::get).host()).contains(host);
  }

  @Test
  void aHeaderWithoutEndIsNotRead() {
    String endless = "/a".repeat(4_000);

    assertThat(ForwardedOrigin.of(name -> endless).prefix()).isEmpty();
    assertThat(ForwardedOrigin.of(name -> "a=\"" + "\\a".repeat(4_000)).host()).isEmpty();
  }
}
