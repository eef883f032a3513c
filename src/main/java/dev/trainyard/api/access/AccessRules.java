package dev.trainyard.api.access;

import dev.trainyard.access.Role;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.openapi.ApiOperation;
import dev.trainyard.api.openapi.RequiredRole;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which role a request needs: the one that the OpenAPI document names for its operation. What is
 * not in the document, as an operator's own routes, needs a viewer to read and an operator to do
 * anything else.
 */
@Component
class AccessRules {
  /**
   * The pages are operations; their scripts and styles are not. Files of the dashboard hold no
   * data, and the sign-in is one of them.
   */
  private static final List<String> PAGE_ASSETS = List.of("/swagger-ui/", "/dashboard/");

  private final ApiDocument document;

  AccessRules(ApiDocument document) {
    this.document = document;
  }

  /** The role that a request needs; empty when anybody may make it. */
  Optional<Role> needed(HttpServletRequest request) {
    String path = request.getRequestURI();
    Optional<ApiOperation> operation = document.find(request.getMethod(), path);
    if (operation.isPresent()) {
      RequiredRole role = operation.get().role();
      return role == RequiredRole.PUBLIC
          ? Optional.empty()
          : Optional.of(Role.valueOf(role.name()));
    }
    boolean reads = List.of("GET", "HEAD").contains(request.getMethod());
    if (reads && PAGE_ASSETS.stream().anyMatch(path::startsWith)) {
      return Optional.empty();
    }
    return Optional.of(reads ? Role.VIEWER : Role.OPERATOR);
  }
}
