package dev.trainyard.api.access;

import dev.trainyard.access.AuditEntry;
import dev.trainyard.access.AuditFilter;
import dev.trainyard.access.AuditLog;
import dev.trainyard.access.AuthSettings;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who one is, and who did what. */
@RestController
@RequestMapping("/api/v2/training")
class AuditController {
  private final AuditLog audit;
  private final AuthSettings settings;

  AuditController(AuditLog audit, AuthSettings settings) {
    this.audit = audit;
    this.settings = settings;
  }

  /** The caller of this request. */
  @GetMapping("/me")
  Me me() {
    Caller caller = ((CallerToken) SecurityContextHolder.getContext().getAuthentication()).caller();
    return new Me(caller.name(), caller.role().label(), caller.expiresAt(), settings.label());
  }

  /** Lines of the audit log, the newest first. */
  @GetMapping("/audit")
  Page<AuditEntry> audit(HttpServletRequest request) {
    RequestParameters parameters =
        new RequestParameters(
            request.getQueryString(), "caller", "action", "target", "outcome", "from", "to");
    AuditFilter filter =
        new AuditFilter(
            parameters.text("caller"),
            parameters.text("action"),
            parameters.text("target"),
            parameters.oneOf("outcome", List.of("done", "denied"), Function.identity()),
            parameters.time("from"),
            parameters.time("to"));
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    Long before = cursor == null ? null : cursor.read(Long::valueOf);
    return Page.of(
        audit.list(filter, before, limit + 1), limit, entry -> Long.toString(entry.seq()));
  }

  /**
   * A caller.
   *
   * @param name name of the key, or of the user
   * @param role what the caller may do
   * @param expiresAt when the key or token stops working; null for never
   * @param mode {@code off}, {@code keys} or {@code oidc}
   */
  record Me(String name, String role, @Nullable Instant expiresAt, String mode) {}
}
