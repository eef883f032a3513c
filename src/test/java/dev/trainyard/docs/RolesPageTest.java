package dev.trainyard.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.openapi.ApiOperation;
import dev.trainyard.api.openapi.RequiredRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page on roles is made from the OpenAPI document. */
class RolesPageTest {
  private static final Path PAGE = Path.of("src", "docs", "roles.md");

  @Test
  void thePageHasTheRolesOfTheDocument() throws IOException {
    Path made = Path.of("target", "roles.md");
    String page = page(ApiDocument.load().operations());
    Files.writeString(made, page);

    assertThat(PAGE).as("%s is stale; copy %s over it", PAGE, made).hasContent(page);
  }

  private static String page(List<ApiOperation> operations) {
    StringBuilder page =
        new StringBuilder(
            """
            # Roles

            The least role that each operation asks for, made from [the OpenAPI document](http.md#the-openapi-document).
            """);
    for (RequiredRole role : RequiredRole.values()) {
      page.append("\n## ")
          .append(role.label())
          .append("\n\n| operation | method, path |\n|---|---|\n");
      operations.stream()
          .filter(operation -> operation.role() == role)
          .forEach(
              operation ->
                  page.append(
                      "| %s | %s `%s` |%n"
                          .formatted(
                              operation.operationId(), operation.method(), operation.path())));
    }
    return page.toString().replace("\r\n", "\n");
  }
}
