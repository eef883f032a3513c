package dev.trainyard.route.check.fault;

import dev.trainyard.files.RootCause;
import dev.trainyard.route.check.shape.ShapeCheck;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.MissingBeanMessages;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.LocatedName;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.StepTrace;
import dev.trainyard.text.FileProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.jspecify.annotations.Nullable;

/** Translates Camel's exceptions into a file position, a cause and the allowed values. */
public final class CamelErrorTranslator {
  private final AllowedNames vocabulary;
  private final MissingBeanMessages beans;
  private final KnownCamelErrors known;
  private final Settings settings;
  private final RouteModel model;
  private final StepTrace trace;
  private final Collection<FileProblem> problems;

  /**
   * @param vocabulary the words that a route may use
   * @param beans the words for a bean that cannot be used
   * @param model the entries and their places
   * @param trace knows which step Camel could not make
   * @param problems receives the errors
   */
  public CamelErrorTranslator(
      AllowedNames vocabulary,
      MissingBeanMessages beans,
      Settings settings,
      RouteModel model,
      StepTrace trace,
      Collection<FileProblem> problems) {
    this.vocabulary = vocabulary;
    this.beans = beans;
    this.known = new KnownCamelErrors(vocabulary, beans);
    this.settings = settings;
    this.model = model;
    this.trace = trace;
    this.problems = problems;
  }

  /** An action of Camel on an entry. */
  public interface Attempt {
    /**
     * Runs the action.
     *
     * @throws Exception Camel's error about the entry
     */
    void run() throws Exception;
  }

  /** Runs an action on an entry, and turns an exception into a problem. */
  public void attempt(FileEntry item, Attempt attempt) {
    trace.forget();
    try {
      attempt.run();
    } catch (Exception | LinkageError e) {
      if (isOfUnknownType(e)) {
        return;
      }
      problems(new SourceLocator(model, item, settings::resolve, trace.steps()), e);
    }
  }

  /** Runs an action on a text, and turns an exception into a problem. */
  public void attempt(LocatedName text, Attempt attempt) {
    try {
      attempt.run();
    } catch (Exception | LinkageError e) {
      if (!isOfUnknownType(e)) {
        problems(new SourceLocator(text, settings::resolve), e);
      }
    }
  }

  /**
   * Returns whether the failure comes from a stub without the bean's type, which lacks its methods.
   */
  private static boolean isOfUnknownType(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MethodNotFoundException method
          && method.getBean() != null
          && method.getBean().getClass() == Object.class) {
        return true;
      }
    }
    return false;
  }

  /** Returns the schema errors of the entry; Camel's own words for them are those of a parser. */
  private List<FileProblem> misshapen(FileEntry item) {
    List<FileProblem> found = new ArrayList<>();
    new ShapeCheck(vocabulary.schema(), item.file(), found).check(item.kind(), model.entry(item));
    return found;
  }

  /**
   * Reports schema errors of the entry before Camel's own error. Those of a route configuration
   * follow, unless the step is in it, since Camel accepts some oddities.
   */
  private void problems(SourceLocator places, Throwable failure) {
    List<FileEntry> concerned = places.items();
    List<FileProblem> misshapen =
        concerned.stream().findFirst().map(this::misshapen).orElse(List.of());
    if (!misshapen.isEmpty()) {
      problems.addAll(misshapen);
      return;
    }
    Optional<FileProblem> exact =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .flatMap(cause -> known.explain(places, cause).stream())
            .findFirst();
    if (exact.isPresent()) {
      // It may be reported already elsewhere in the same step
      if (problems.stream()
          .noneMatch(
              reported ->
                  reported.message().equals(exact.get().message()) && places.isClosest(reported))) {
        problems.add(exact.get());
      }
      return;
    }
    List<FileProblem> shared =
        concerned.stream().skip(1).flatMap(each -> misshapen(each).stream()).toList();
    if (!shared.isEmpty()) {
      problems.addAll(shared);
      return;
    }
    String reason = RootCause.of(failure);
    String text = culprit(places, failure, reason);
    FileProblem vague = places.of(text, beans.explained(reason, text));
    // A problem reported already is the cause, in better words
    if (problems.stream().noneMatch(places::isWithin)) {
      problems.add(vague);
    }
  }

  /** Returns the text at fault; null when it is not known. */
  private static @Nullable String culprit(SourceLocator places, Throwable failure, String reason) {
    Optional<String> quoted = places.quoted(reason);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ResolveEndpointFailedException endpoint) {
        String uri = endpoint.getUri();
        return quoted
            .filter(uri::contains)
            .or(() -> places.endpoint(uri))
            .or(() -> quoted)
            .orElse(null);
      }
    }
    return quoted.orElse(null);
  }
}
