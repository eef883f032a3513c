package dev.trainyard.api.access;

import dev.trainyard.access.AuthMode;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.KeyText;
import dev.trainyard.access.Role;
import dev.trainyard.access.Sessions;
import dev.trainyard.api.HttpSettings;
import dev.trainyard.api.problem.ProblemWriter;
import dev.trainyard.api.problem.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.DelegatingRequestMatcherHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

/** The chain in front of everything that HTTP reaches: routes, controllers and the actuator. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class SecurityBeans {
  /** Pages that bring a policy of their own: the dashboard, HTML reports, that of the document. */
  private static final Pattern WITH_OWN_POLICY = Pattern.compile("/|.*/report|/swagger-ui");

  /** Files whose addresses change with them, which a browser may keep. */
  private static final Pattern KEPT = Pattern.compile("/|/dashboard/.*|/swagger-ui/.*");

  /** What the pages of the API need; nothing of another host. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src"
          + " 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final List<String> METHODS =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  /** Wraps no filter for observations that nobody makes. */
  @Bean
  SecurityObservationSettings securityObservationSettings() {
    return SecurityObservationSettings.noObservations();
  }

  /**
   * Refuses paths that read as others than they are. It would refuse odd parameters and headers
   * too, but only when somebody reads them, in the middle of a route; those who read them know what
   * to say.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedParameterNames(name -> true);
    firewall.setAllowedParameterValues(value -> true);
    firewall.setAllowedHeaderNames(name -> true);
    firewall.setAllowedHeaderValues(value -> true);
    return firewall;
  }

  /**
   * Answers what the firewall refuses. An error page cannot: it is asked for with the same method.
   */
  @Bean
  RequestRejectedHandler requestRejectedHandler(ProblemWriter writer) {
    return (request, response, rejected) -> {
      if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
        HttpStatus told = HttpStatus.valueOf(status);
        writer.write(
            Problems.problem(told, "the request cannot be answered: " + told.getReasonPhrase()),
            response);
      } else if (!METHODS.contains(request.getMethod())) {
        response.setHeader(HttpHeaders.ALLOW, String.join(", ", METHODS));
        writer.write(
            Problems.problem(
                HttpStatus.METHOD_NOT_ALLOWED,
                "the method is not one of " + String.join(", ", METHODS)),
            response);
      } else {
        writer.write(
            Problems.problem(
                HttpStatus.BAD_REQUEST,
                "the path reads as another than it is: it holds //, /./, /../, a semicolon or an"
                    + " encoded character of these"),
            response);
      }
    };
  }

  @Bean
  SecurityFilterChain securityFilterChain(
      HttpSecurity http,
      AuthSettings settings,
      HttpSettings origins,
      KeyRing keys,
      Sessions sessions,
      AccessRules rules,
      Problems problems,
      ProblemWriter writer,
      Refusals refusals,
      RequestLimit requestLimit)
      throws Exception {
    http.csrf(AbstractHttpConfigurer::disable)
        .cors(cors -> cors.configurationSource(origins(origins)))
        .formLogin(AbstractHttpConfigurer::disable)
        .httpBasic(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .headers(
            headers ->
                headers
                    .cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                    .addHeaderWriter(
                        new DelegatingRequestMatcherHeaderWriter(
                            request -> !KEPT.matcher(request.getRequestURI()).matches(),
                            new CacheControlHeadersWriter()))
                    .addHeaderWriter(
                        new DelegatingRequestMatcherHeaderWriter(
                            request -> !WITH_OWN_POLICY.matcher(request.getRequestURI()).matches(),
                            new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY)))
                    .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                    .withObjectPostProcessor(writeHeadersFirst()))
        .addFilterBefore(
            new KeyFilter(
                settings,
                keys,
                sessions,
                rules,
                problems,
                writer,
                refusals,
                origins.allowedOrigins()),
            AnonymousAuthenticationFilter.class)
        .addFilterAfter(
            new RequestLimitFilter(requestLimit, rules, writer),
            AnonymousAuthenticationFilter.class)
        .addFilterAfter(new CallerFilter(), AuthorizationFilter.class)
        .exceptionHandling(
            handling ->
                handling
                    .authenticationEntryPoint(
                        (request, response, cause) ->
                            refusals.unauthorized(request, response, "missing", missing(settings)))
                    .accessDeniedHandler(
                        (request, response, denied) ->
                            forbidden(request, response, rules, refusals)))
        .authorizeHttpRequests(
            requests ->
                requests
                    // They go on with a request that has been let in, or end one that never will be
                    .dispatcherTypeMatchers(
                        DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .anyRequest()
                    .access(
                        (authentication, context) ->
                            new AuthorizationDecision(
                                isAllowed(
                                    authentication.get(), rules.needed(context.getRequest())))));
    if (settings.mode() == AuthMode.OIDC) {
      OidcTokens tokens = new OidcTokens(settings.oidc());
      BearerTokenResolver resolver =
          request -> {
            String header = request.getHeader("Authorization");
            String shown = header == null ? null : KeyFilter.shown(header);
            return shown == null
                    || shown.startsWith(KeyText.PREFIX)
                    || rules.needed(request).isEmpty()
                ? null
                : shown;
          };
      http.oauth2ResourceServer(
          server ->
              server
                  .bearerTokenResolver(resolver)
                  .jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(tokens))
                  .withObjectPostProcessor(
                      new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                        @Override
                        public <T extends BearerTokenAuthenticationFilter> T postProcess(T filter) {
                          filter.setAuthenticationFailureHandler(
                              (request, response, cause) ->
                                  refusals.token(request, response, cause));
                          return filter;
                        }
                      }));
    }
    return http.build();
  }

  /**
   * A route writes its answer on a thread of its own, perhaps before the container's thread has
   * left the filters: headers that those wrote on the way back would be written into the midst of
   * it.
   */
  private static ObjectPostProcessor<HeaderWriterFilter> writeHeadersFirst() {
    return new ObjectPostProcessor<>() {
      @Override
      public <T extends HeaderWriterFilter> T postProcess(T filter) {
        filter.setShouldWriteHeadersEagerly(true);
        return filter;
      }
    };
  }

  /** A request of another origin is like any other, and its browser shows the answer to nobody. */
  private static CorsConfigurationSource origins(HttpSettings settings) {
    CorsConfiguration configuration = new CorsConfiguration();
    configuration.setAllowedOrigins(settings.allowedOrigins());
    configuration.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
    configuration.setAllowedHeaders(
        List.of("Authorization", "Content-Type", "Accept", "Idempotency-Key", "Last-Event-ID"));
    configuration.setExposedHeaders(
        List.of("Location", "Retry-After", "Idempotency-Replayed", "WWW-Authenticate"));
    configuration.setMaxAge(600L);
    return request -> {
      String origin = request.getHeader(HttpHeaders.ORIGIN);
      return origin != null && settings.allowedOrigins().contains(origin) ? configuration : null;
    };
  }

  private static boolean isAllowed(Authentication authentication, Optional<Role> needed) {
    return needed.isEmpty()
        || (authentication instanceof CallerToken token
            && token.caller().role().includes(needed.get()));
  }

  private static String missing(AuthSettings settings) {
    return settings.mode() == AuthMode.OIDC
        ? "say who you are: send the header Authorization with \"Bearer \" and a token of the"
            + " identity provider, or an API key"
        : "say who you are: send the header Authorization with \"Bearer \" and an API key";
  }

  private static void forbidden(
      HttpServletRequest request,
      HttpServletResponse response,
      AccessRules rules,
      Refusals refusals)
      throws IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    Optional<Role> needed = rules.needed(request);
    if (authentication instanceof CallerToken token && needed.isPresent()) {
      refusals.forbidden(request, response, token.caller(), needed.get());
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value());
    }
  }
}
