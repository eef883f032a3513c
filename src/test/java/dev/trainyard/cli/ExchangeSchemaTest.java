package dev.trainyard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema that the command writes for editors, and the files that name it. */
class ExchangeSchemaTest {
  private static final Path DELIVERED = Path.of("routes", "market-data");

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void write() {
    PrintStream printed = new PrintStream(out, true, UTF_8);
    assertThat(
            new SchemaCommand(printed, printed)
                .run(List.of(folder.resolve("route-schema.json").toString())))
        .as(out.toString(UTF_8))
        .isZero();
  }

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(DELIVERED)) {
      return files.filter(file -> file.toString().endsWith(".exchange.yaml")).sorted().toList();
    }
  }

  private List<Error> mistakes(String file) throws IOException {
    Schema schema =
        SchemaRegistry.withDialect(Dialects.getDraft202012())
            .getSchema(Files.readString(folder.resolve("exchange-schema.json")));
    JsonNode plain = new YAMLMapper().readTree(file);
    return schema.validate(plain.toString(), InputFormat.JSON);
  }

  @Test
  void bothSchemasAreWrittenAndTold() {
    assertThat(out.toString(UTF_8))
        .contains("The schema of route files is in " + folder.resolve("route-schema.json"))
        .contains("The schema of exchange files is in " + folder.resolve("exchange-schema.json"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void eachDeliveredFileNamesItAndFollowsIt(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(text).startsWith("# yaml-language-server: $schema=../exchange-schema.json\n");
    assertThat(mistakes(text)).isEmpty();
  }

  @Test
  void allTwelveAreThere() throws IOException {
    assertThat(files()).hasSize(12);
  }

  @Test
  void aMistakeIsSeenByIt() throws IOException {
    String text = Files.readString(files().get(0));

    assertThat(mistakes(text.replace("close:", "closing:")))
        .extracting(Error::toString)
        .anyMatch(mistake -> mistake.contains("closing"));
    assertThat(mistakes(text.replaceFirst("open: [^,}\\s]+", "open: [1]"))).isNotEmpty();
  }
}
