package dev.trainyard.route.check;

import dev.trainyard.route.check.bean.BeanDefinitionCheck;
import dev.trainyard.route.check.endpoint.EndpointNeeds;
import dev.trainyard.route.check.endpoint.InertEndpoints;
import dev.trainyard.route.check.fault.CamelErrorTranslator;
import dev.trainyard.route.check.message.ConstantCheck;
import dev.trainyard.route.check.message.MessageCheck;
import dev.trainyard.route.check.message.RecipientCheck;
import dev.trainyard.route.check.message.RuntimeOnlyErrorsCheck;
import dev.trainyard.route.check.message.SimpleTrial;
import dev.trainyard.route.check.vocabulary.AllowedNames;
import dev.trainyard.route.check.vocabulary.BeanStubs;
import dev.trainyard.route.check.vocabulary.MissingBeanMessages;
import dev.trainyard.route.check.vocabulary.OptionNames;
import dev.trainyard.route.check.vocabulary.Settings;
import dev.trainyard.route.model.CamelDefinitions;
import dev.trainyard.route.model.FileEntry;
import dev.trainyard.route.model.ParsedFiles;
import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.StepTrace;
import dev.trainyard.route.model.YamlTree;
import dev.trainyard.text.FileProblem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * Lets Camel make every route and start its steps in a context of its own. Steps, beans, options,
 * expressions and placeholders are looked up as in the real one. No consumer starts and every
 * external endpoint is inert, so nothing is connected.
 */
final class CamelCheck {
  private final BeanStubs standIns;
  private final Settings settings;
  private final OptionNames durations;
  private final ParsedFiles parsed;
  private final RouteModel model;
  private final Collection<FileProblem> problems;

  CamelCheck(
      BeanStubs standIns,
      Settings settings,
      OptionNames durations,
      ParsedFiles parsed,
      RouteModel model,
      Collection<FileProblem> problems) {
    this.standIns = standIns;
    this.settings = settings;
    this.durations = durations;
    this.parsed = parsed;
    this.model = model;
    this.problems = problems;
  }

  void run() {
    try (DefaultCamelContext camel = new DefaultCamelContext(new DefaultRegistry(standIns))) {
      camel.getCamelContextExtension().setName("trainyard-check");
      camel.setApplicationContextClassLoader(standIns.classLoader());
      camel.disableJMX();
      camel.setAutoStartup(false);
      camel.setLoadTypeConverters(false);
      camel.setSourceLocationEnabled(true);
      camel.getPropertiesComponent().addPropertiesSource(new Placeholders());
      camel.getRegistry().bind(SimpleTrial.NAME, new SimpleTrial());
      camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
      camel.build();
      AllowedNames vocabulary = new AllowedNames(camel, standIns, settings, durations);
      EndpointNeeds needs = new EndpointNeeds(camel, vocabulary, model.files().root());
      camel
          .getCamelContextExtension()
          .registerEndpointCallback(new InertEndpoints(vocabulary, needs));
      camel.start();
      StepTrace trace = new StepTrace(PluginHelper.getProcessorFactory(camel));
      camel.getCamelContextExtension().addContextPlugin(ProcessorFactory.class, trace);
      try (RouteTrial trial = new RouteTrial(camel, trace)) {
        check(camel, vocabulary, trace, trial);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the context for checks cannot be made", e);
    }
  }

  private void check(
      CamelContext camel, AllowedNames vocabulary, StepTrace trace, RouteTrial trial) {
    CamelDefinitions definitions = new CamelDefinitions(camel, model.files());
    CamelErrorTranslator faults =
        new CamelErrorTranslator(
            vocabulary,
            new MissingBeanMessages(camel, standIns, vocabulary),
            settings,
            model,
            trace,
            problems);
    new BeanDefinitionCheck(camel, standIns, settings, problems).check(model);
    new PathCheck(standIns, settings, problems).check(model);
    new StartupOrderCheck(settings, problems).check(model);
    RuntimeOnlyErrorsCheck late = new RuntimeOnlyErrorsCheck(camel, vocabulary, problems);
    DurationCheck durationCheck = new DurationCheck(vocabulary, settings, problems);
    model
        .files()
        .readable()
        .forEach(
            (file, text) ->
                YamlTree.visit(
                    parsed,
                    file,
                    text,
                    (key, node) -> {
                      late.check(file, key, node);
                      durationCheck.check(file, key, node);
                    }));
    model
        .items(FileEntry.Kind.REST_CONFIGURATION)
        .forEach(item -> faults.attempt(item, () -> definitions.apply(item)));
    model
        .items(FileEntry.Kind.ROUTE_CONFIGURATION)
        .forEach(item -> faults.attempt(item, () -> configure(camel, definitions, item)));
    model
        .items(FileEntry.Kind.ROUTE)
        .forEach(item -> faults.attempt(item, () -> trial.start(definitions.route(item))));
    model
        .items(FileEntry.Kind.REST)
        .forEach(item -> faults.attempt(item, () -> start(trial, definitions.rest(item))));
    model
        .unusedConfigurations()
        .forEach(item -> faults.attempt(item, () -> trial.start(definitions.trial(item))));
    ConstantCheck constants = new ConstantCheck(camel, vocabulary, settings, problems);
    MessageCheck messages = new MessageCheck(camel, settings, problems);
    RecipientCheck recipients = new RecipientCheck(camel, vocabulary, settings, faults, problems);
    // The other parts of a file are checked only when the file is right so far
    model.files().readable().entrySet().stream()
        .filter(
            file -> problems.stream().noneMatch(reported -> reported.file().equals(file.getKey())))
        .toList()
        .forEach(
            file ->
                YamlTree.visit(
                    parsed,
                    file.getKey(),
                    file.getValue(),
                    (key, node) -> {
                      constants.check(file.getKey(), key, node);
                      messages.check(file.getKey(), key, node);
                      recipients.check(file.getKey(), key, node);
                    }));
  }

  private static void start(RouteTrial trial, Map<String, RouteDefinition> routes)
      throws Exception {
    for (RouteDefinition route : routes.values()) {
      trial.start(route);
    }
  }

  /** Camel looks up the error handler only here, and would use another one. */
  private static void configure(CamelContext camel, CamelDefinitions definitions, FileEntry item)
      throws Exception {
    definitions.addConfiguration(item);
    List<RouteConfigurationDefinition> all =
        camel
            .getCamelContextExtension()
            .getContextPlugin(Model.class)
            .getRouteConfigurationDefinitions();
    for (OnExceptionDefinition clause : all.get(all.size() - 1).getOnExceptions()) {
      if (clause.getRedeliveryPolicyType() != null) {
        RedeliveryPolicyDefinition policy = clause.getRedeliveryPolicyType().copyDefinition();
        // DurationCheck reports these
        policy.setRedeliveryDelay(null);
        policy.setMaximumRedeliveryDelay(null);
        ErrorHandlerReifier.createRedeliveryPolicy(policy, camel, new RedeliveryPolicy());
      }
      if (clause.getRedeliveryPolicyRef() != null) {
        CamelContextHelper.mandatoryLookup(
            camel, clause.getRedeliveryPolicyRef(), RedeliveryPolicy.class);
      }
      for (String ref :
          Stream.of(clause.getOnRedeliveryRef(), clause.getOnExceptionOccurredRef())
              .filter(ref -> ref != null && !ref.startsWith("#") && !ref.contains("{{"))
              .toList()) {
        CamelContextHelper.mandatoryLookup(camel, ref, Processor.class);
      }
    }
  }

  /** Provides the service's settings to Camel's placeholders. */
  private final class Placeholders implements PropertiesSource {
    @Override
    public String getName() {
      return "trainyard";
    }

    @Override
    public @Nullable String getProperty(String name) {
      return settings.value(name);
    }
  }
}
