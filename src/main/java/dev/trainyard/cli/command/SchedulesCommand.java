package dev.trainyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.cli.client.ServicePath;
import dev.trainyard.cli.terminal.Column;
import dev.trainyard.cli.terminal.PlainText;
import dev.trainyard.cli.terminal.Shell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code schedules}: what is submitted by itself, and when. */
@Command(
    name = "schedules",
    description = "List schedules, or change them.",
    footer = {
      "%nExamples:",
      "  trainyard schedules",
      "  trainyard schedules create --name nightly --cron '30 2 * * *' --time-zone Europe/Berlin"
          + " \\",
      "    --set request.strategy=LIQUIDITY_SWEEP --set request.symbol=BTC/USDT",
      "  trainyard schedules run 01980a70-1c2d-7e3f-8a9b-0c1d2e3f4a5b"
    })
public final class SchedulesCommand extends ServiceCommand {
  @Mixin private final PageOptions page = new PageOptions();

  /** Creates the command. */
  public SchedulesCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run(Session session) {
    return list(session, page);
  }

  private static int list(Session session, PageOptions page) {
    session.list(
        ServicePath.of("/schedules"),
        page.most(),
        "id",
        "There are no schedules.",
        List.of(
            Column.whole("SCHEDULE", row -> Cells.text(row, "id")),
            Column.words("NAME", row -> Cells.text(row, "name")),
            Column.whole("ON", row -> row.path("enabled").asBoolean() ? "yes" : "no"),
            Column.words("CRON", row -> Cells.text(row, "cron")),
            Column.words("TIME ZONE", row -> Cells.text(row, "time_zone")),
            Column.whole("NEXT RUN", row -> row.path("next_runs").path(0).asText()),
            Column.<JsonNode>words("LAST RUN", row -> Cells.text(row, "last_run.outcome"))
                .in(row -> Cells.tone(Cells.text(row, "last_run.outcome"))),
            Column.words("PROBLEM", row -> Cells.text(row, "problem"))));
    return DONE;
  }

  private static void print(Session session, JsonNode schedule) {
    new Details()
        .add("schedule", Cells.text(schedule, "id"))
        .add("name", Cells.text(schedule, "name"))
        .add("cron", Cells.text(schedule, "cron"))
        .add("time zone", Cells.text(schedule, "time_zone"))
        .add("enabled", Cells.text(schedule, "enabled"))
        .add("overlap", Cells.text(schedule, "overlap"))
        .add("misfire", Cells.text(schedule, "misfire"))
        .add("request", Cells.text(schedule, "request"))
        .add("batch", Cells.text(schedule, "batch"))
        .add("problem", Cells.text(schedule, "problem"), Cells.tone("FAILED"))
        .add("last run", Cells.time(schedule, "last_run.at"))
        .add("outcome", Cells.text(schedule, "last_run.outcome"))
        .add("last job", Cells.text(schedule, "last_run.job_id"))
        .add("last batch", Cells.text(schedule, "last_run.batch_id"))
        .add("last fetch", Cells.text(schedule, "last_run.fetch_id"))
        .print(session);
    for (JsonNode run : schedule.path("next_runs")) {
      session.shell().out().println("  next  " + PlainText.of(run.asText()));
    }
  }

  /** {@code schedules list}. */
  @Command(name = "list", description = "List schedules.")
  public static final class Listing extends ServiceCommand {
    @Mixin private final PageOptions page = new PageOptions();

    /** Creates the command. */
    public Listing(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      return list(session, page);
    }
  }

  /** {@code schedules show}. */
  @Command(name = "show", description = "Show a schedule and its next runs.")
  public static final class Show extends ServiceCommand {
    @Parameters(paramLabel = "SCHEDULE", description = "Id of the schedule.")
    private String id = "";

    /** Creates the command. */
    public Show(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().get(ServicePath.of("/schedules/{}", id)),
          "id",
          schedule -> print(session, schedule));
      return DONE;
    }
  }

  /** The fields of a schedule. */
  static final class Fields {
    @Mixin private final BodyOptions body = new BodyOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "What it is for.")
    private @Nullable String name;

    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        description = "When, with 5 or 6 fields, or such as @daily.")
    private @Nullable String cron;

    @Option(
        names = "--time-zone",
        paramLabel = "ZONE",
        description = "Zone of the expression, such as Europe/Berlin.")
    private @Nullable String timeZone;

    @Option(
        names = "--enabled",
        negatable = true,
        description = "Whether it fires; --no-enabled stops it.")
    private @Nullable Boolean enabled;

    /** What is not given stays, within objects too. */
    private static void merge(ObjectNode given, ObjectNode schedule) {
      for (Map.Entry<String, JsonNode> field : given.properties()) {
        if (field.getValue() instanceof ObjectNode inner
            && schedule.get(field.getKey()) instanceof ObjectNode before) {
          merge(inner, before);
        } else {
          schedule.set(field.getKey(), field.getValue());
        }
      }
    }

    ObjectNode into(ObjectNode schedule, @Nullable String file, Session session)
        throws IOException {
      ObjectNode given = body.read(file, session.shell());
      merge(given, schedule);
      TrainingOptions.text(schedule, "name", name);
      TrainingOptions.text(schedule, "cron", cron);
      TrainingOptions.text(schedule, "time_zone", timeZone);
      if (enabled != null) {
        schedule.put("enabled", enabled);
      }
      return schedule;
    }
  }

  /** {@code schedules create}. */
  @Command(name = "create", description = "Create a schedule.")
  public static final class Create extends ServiceCommand {
    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The schedule as JSON or YAML; - reads standard input.")
    private @Nullable String file;

    @Mixin private final Fields fields = new Fields();

    @Mixin private final Submission submission = new Submission();

    /** Creates the command. */
    public Create(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) throws IOException {
      ObjectNode schedule = fields.into(JsonNodeFactory.instance.objectNode(), file, session);
      session.show(
          submission.post(session, ServicePath.of("/schedules"), schedule),
          "id",
          made -> print(session, made));
      return DONE;
    }
  }

  /** {@code schedules update}: what is not given stays. */
  @Command(name = "update", description = "Change fields of a schedule; the others stay.")
  public static final class Update extends ServiceCommand {
    /** What the service says of a schedule, and nobody sets. */
    private static final List<String> TOLD =
        List.of(
            "id",
            "last_run",
            "next_runs",
            "problem",
            "created_by",
            "created_at",
            "updated_at",
            "source",
            "file");

    @Parameters(index = "0", paramLabel = "SCHEDULE", description = "Id of the schedule.")
    private String id = "";

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "FILE",
        description = "Fields as JSON or YAML; - reads standard input.")
    private @Nullable String file;

    @Mixin private final Fields fields = new Fields();

    /** Creates the command. */
    public Update(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) throws IOException {
      ServicePath path = ServicePath.of("/schedules/{}", id);
      ObjectNode schedule = session.service().get(path).json().deepCopy();
      schedule.remove(TOLD);
      for (String kind : List.of("request", "batch", "fetch")) {
        if (schedule.path(kind).isNull()) {
          schedule.remove(kind);
        }
      }
      session.show(
          session.service().put(path, fields.into(schedule, file, session)),
          "id",
          changed -> print(session, changed));
      return DONE;
    }
  }

  /** {@code schedules delete}. */
  @Command(name = "delete", description = "Delete schedules; their jobs stay.")
  public static final class Delete extends ServiceCommand {
    @Parameters(arity = "1..*", paramLabel = "SCHEDULE", description = "Ids.")
    private List<String> ids = new ArrayList<>();

    /** Creates the command. */
    public Delete(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      for (String id : ids) {
        session.service().delete(ServicePath.of("/schedules/{}", id));
        session.note("Schedule %s is deleted.".formatted(id));
      }
      return DONE;
    }
  }

  /** {@code schedules run}. */
  @Command(name = "run", description = "Fire a schedule now.")
  public static final class Run extends ServiceCommand {
    @Parameters(paramLabel = "SCHEDULE", description = "Id of the schedule.")
    private String id = "";

    /** Creates the command. */
    public Run(Shell shell) {
      super(shell);
    }

    @Override
    int run(Session session) {
      session.show(
          session.service().post(ServicePath.of("/schedules/{}/run", id)),
          "job_id",
          fired ->
              session.say(
                  !Cells.text(fired, "job_id").isEmpty()
                      ? "Job " + Cells.text(fired, "job_id")
                      : !Cells.text(fired, "batch_id").isEmpty()
                          ? "Batch " + Cells.text(fired, "batch_id")
                          : "Fetch " + Cells.text(fired, "fetch_id")));
      return DONE;
    }
  }
}
