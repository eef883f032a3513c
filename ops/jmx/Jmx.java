import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.rmi.ConnectIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServerConnection;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnectionNotification;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** Watches and operates a running service over JMX. */
public final class Jmx {
  private static final String USAGE =
      """
      usage: jmx [WHERE] COMMAND

        top [--once] [--interval SECONDS]   the queue and the routes, every 2 seconds
        list [OBJECT]                       the objects; the attributes and operations of one
        get OBJECT [ATTRIBUTE]              an attribute, or all
        set OBJECT ATTRIBUTE VALUE          change an attribute
        call OBJECT OPERATION [ARGUMENT]... run an operation
        events                              dead letters, lost workers and the like, as they happen

      OBJECT is Queue, DeadLetters, Jobs, Logging, ..., or route/ID, or a whole object name.

      WHERE is one of
        --pid PID                           a process of this machine and user
        --at HOST:PORT                      a service that was set up for remote JMX, with
          --trust FILE                      its truststore.p12; without it there is no TLS
          --login FILE                      a file with a user and a password, such as readonly.login
      or the variables JMX_PID, JMX_AT, JMX_TRUST, JMX_LOGIN. The variables JMX_USER and JMX_PASSWORD go before a file.
      """;

  private static final String DOMAIN = "dev.trainyard";
  private static final String ROUTE = "route/";

  /** Of a trust store, which holds no secret. */
  private static final char[] TRUST_PASSWORD = "changeit".toCharArray();

  /** A service that does not answer for so long is as good as gone; milliseconds. */
  private static final int RESPONSE_TIMEOUT = 15_000;

  /** Operations that a message lists. */
  private static final int MAX_SHOWN = 12;

  /** An operation may wait for what is on its way in the service. */
  private static final int CALL_TIMEOUT = 120_000;

  private static final String TIMEOUT_PROPERTY = "sun.rmi.transport.tcp.responseTimeout";

  private final Map<String, String> options = new HashMap<>();
  private final Deque<String> words = new ArrayDeque<>();

  /** Something that is wrong on the command line. */
  private static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    try {
      Jmx jmx = new Jmx(arguments);
      // RMI reads it once, before the first connection
      if (System.getProperty(TIMEOUT_PROPERTY) == null) {
        boolean call = "call".equals(jmx.words.peek());
        System.setProperty(
            TIMEOUT_PROPERTY, String.valueOf(call ? CALL_TIMEOUT : RESPONSE_TIMEOUT));
      }
      jmx.run();
    } catch (UsageException e) {
      System.err.println("jmx: " + e.getMessage() + "; jmx --help tells more");
      System.exit(2);
    } catch (IOException | JMException | GeneralSecurityException | RuntimeException e) {
      System.err.println("jmx: " + said(e));
      System.exit(1);
    }
    // threads of RMI go on
    System.exit(0);
  }

  private Jmx(String[] arguments) {
    Deque<String> rest = new ArrayDeque<>(List.of(arguments));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      switch (word) {
        case "--help", "--once" -> options.put(word, "");
        case "--pid", "--at", "--trust", "--login", "--interval" -> {
          if (rest.isEmpty()) {
            throw new UsageException(word + " needs a value");
          }
          options.put(word, rest.pop());
        }
        case "--" -> {
          words.addAll(rest);
          rest.clear();
        }
        default -> {
          if (word.startsWith("--")) {
            throw new UsageException("there is no option " + word);
          }
          words.add(word);
        }
      }
    }
  }

  private void run()
      throws IOException, JMException, GeneralSecurityException, InterruptedException {
    if (options.containsKey("--help") || words.isEmpty()) {
      System.out.print(USAGE);
      return;
    }
    String command = words.pop();
    if (command.equals("top") && !options.containsKey("--once")) {
      expect(0, 0, "top");
      topForEver(interval());
      return;
    }
    try (JMXConnector connector = connect()) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      switch (command) {
        case "top" -> {
          expect(0, 0, "top --once");
          System.out.print(new Top(server).page());
        }
        case "list" -> {
          expect(0, 1, "list [OBJECT]");
          list(server);
        }
        case "get" -> {
          expect(1, 2, "get OBJECT [ATTRIBUTE]");
          get(server);
        }
        case "set" -> {
          expect(3, 3, "set OBJECT ATTRIBUTE VALUE");
          set(server);
        }
        case "call" -> {
          expect(2, Integer.MAX_VALUE, "call OBJECT OPERATION [ARGUMENT]...");
          call(server);
        }
        case "events" -> {
          expect(0, 0, "events");
          events(connector);
        }
        default ->
            throw new UsageException(
                "there is no command " + command + ", but top, list, get, set, call, events");
      }
    }
  }

  private void expect(int least, int most, String usage) {
    if (words.size() < least || words.size() > most) {
      throw new UsageException("usage: " + usage);
    }
  }

  private Duration interval() {
    String seconds = options.getOrDefault("--interval", "2");
    if (!seconds.matches("[0-9]{1,5}(\\.[0-9]{1,3})?") || Double.parseDouble(seconds) < 0.1) {
      throw new UsageException("--interval takes seconds, 0.1 at least, not " + seconds);
    }
    return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
  }

  // Connections

  private JMXConnector connect() throws IOException, GeneralSecurityException {
    String pid = option("--pid", "JMX_PID");
    String at = option("--at", "JMX_AT");
    if ((pid == null) == (at == null)) {
      throw new UsageException("name one service with --pid or --at");
    }
    return pid == null ? connectTo(at) : connectToProcess(pid);
  }

  private String option(String option, String variable) {
    return options.getOrDefault(option, System.getenv(variable));
  }

  private static JMXConnector connectToProcess(String pid) throws IOException {
    try {
      VirtualMachine process = VirtualMachine.attach(pid);
      try {
        return JMXConnectorFactory.connect(new JMXServiceURL(process.startLocalManagementAgent()));
      } finally {
        process.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("process " + pid + " cannot be reached: " + e.getMessage(), e);
    }
  }

  private JMXConnector connectTo(String at) throws IOException, GeneralSecurityException {
    if (!at.matches(".+:[0-9]+")) {
      throw new UsageException("--at takes HOST:PORT, not " + at);
    }
    Map<String, Object> environment = new HashMap<>();
    String[] credentials = credentials();
    if (credentials != null) {
      environment.put(JMXConnector.CREDENTIALS, credentials);
    }
    String trust = option("--trust", "JMX_TRUST");
    if (trust != null) {
      trust(Path.of(trust));
      environment.put("com.sun.jndi.rmi.factory.socket", new SslRMIClientSocketFactory());
    }
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://" + at + "/jmxrmi"), environment);
  }

  private String[] credentials() throws IOException {
    String user = System.getenv("JMX_USER");
    String password = System.getenv("JMX_PASSWORD");
    if (user != null && password != null) {
      return new String[] {user, password};
    }
    String login = option("--login", "JMX_LOGIN");
    if (login == null) {
      return null;
    }
    String[] words = Files.readString(Path.of(login)).strip().split("\\s+");
    if (words.length != 2) {
      throw new IOException(login + " must hold a user and a password");
    }
    return words;
  }

  /** The sockets of RMI come from the default context, wherever they are made. */
  private static void trust(Path store) throws IOException, GeneralSecurityException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(KeyStore.getInstance(store.toFile(), TRUST_PASSWORD));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    SSLContext.setDefault(context);
  }

  // Commands

  private void list(MBeanServerConnection server) throws IOException, JMException {
    if (words.isEmpty()) {
      for (ObjectName name : own(server)) {
        System.out.printf(
            "%-12s %s%n", name.getKeyProperty("type"), server.getMBeanInfo(name).getDescription());
      }
      System.out.printf("%-12s %s%n", ROUTE + "ID", "A route: top has the ids");
      return;
    }
    MBeanInfo info = server.getMBeanInfo(object(server, words.pop()));
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      System.out.printf(
          "%-24s %-8s %s%n",
          attribute.getName(),
          simple(attribute.getType()) + (attribute.isWritable() ? " rw" : ""),
          attribute.getDescription());
    }
    for (MBeanOperationInfo operation : operations(info).toList()) {
      System.out.printf("%s  %s%n", signature(operation), operation.getDescription());
    }
  }

  private void get(MBeanServerConnection server) throws IOException, JMException {
    ObjectName name = object(server, words.pop());
    if (!words.isEmpty()) {
      System.out.println(text(server.getAttribute(name, words.pop())));
      return;
    }
    MBeanInfo info = server.getMBeanInfo(name);
    String[] all =
        Arrays.stream(info.getAttributes()).map(MBeanAttributeInfo::getName).toArray(String[]::new);
    if (all.length == 0) {
      System.out.printf(
          "%s has no attributes, but operations: %s%n",
          name, operations(info).map(Jmx::signature).collect(Collectors.joining(", ")));
      return;
    }
    for (Attribute attribute : server.getAttributes(name, all).asList()) {
      System.out.printf("%-24s %s%n", attribute.getName(), text(attribute.getValue()));
    }
  }

  private void set(MBeanServerConnection server) throws IOException, JMException {
    ObjectName name = object(server, words.pop());
    String attribute = words.pop();
    String type =
        Arrays.stream(server.getMBeanInfo(name).getAttributes())
            .filter(known -> known.getName().equals(attribute))
            .map(MBeanAttributeInfo::getType)
            .findFirst()
            .orElseThrow(() -> new UsageException(name + " has no attribute " + attribute));
    server.setAttribute(name, new Attribute(attribute, value(type, words.pop())));
  }

  private void call(MBeanServerConnection server) throws IOException, JMException {
    ObjectName name = object(server, words.pop());
    String wanted = words.pop();
    List<String> arguments = List.copyOf(words);
    MBeanInfo info = server.getMBeanInfo(name);
    MBeanOperationInfo operation =
        Arrays.stream(info.getOperations())
            .filter(known -> known.getName().equals(wanted))
            .filter(known -> known.getSignature().length == arguments.size())
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        "%s has no operation %s with %d arguments, %s"
                            .formatted(
                                name,
                                wanted,
                                arguments.size(),
                                alternatives(info, wanted))));
    MBeanParameterInfo[] parameters = operation.getSignature();
    Object[] values = new Object[parameters.length];
    String[] types = new String[parameters.length];
    for (int i = 0; i < values.length; i++) {
      types[i] = parameters[i].getType();
      values[i] = value(types[i], arguments.get(i));
    }
    Object result = invoke(server, name, wanted, values, types);
    if (result != null) {
      System.out.println(text(result));
    }
  }

  private static Object invoke(
      MBeanServerConnection server,
      ObjectName name,
      String operation,
      Object[] values,
      String[] types)
      throws IOException, JMException {
    try {
      return server.invoke(name, operation, values, types);
    } catch (IOException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof SocketTimeoutException) {
          throw new IllegalStateException(
              "%s has not answered within %d s; it may go on in the service, so look before you call it again"
                  .formatted(operation, Integer.getInteger(TIMEOUT_PROPERTY) / 1000));
        }
      }
      throw e;
    }
  }

  /**
   * What may be called instead: those of the same name, which may be accessors too, and then all
   * others unless they are too many to read.
   */
  private static String alternatives(MBeanInfo info, String wanted) {
    List<String> others = operations(info).map(Jmx::signature).toList();
    Stream<String> named =
        Arrays.stream(info.getOperations())
            .filter(known -> known.getName().equals(wanted))
            .map(Jmx::signature);
    List<String> told =
        Stream.concat(named, others.size() > MAX_SHOWN ? Stream.empty() : others.stream())
            .distinct()
            .toList();
    String rest =
        others.size() > MAX_SHOWN
            ? "; 'list' shows all %d of this object".formatted(others.size())
            : "";
    return (told.isEmpty() ? "and none of that name" : "but " + String.join(", ", told)) + rest;
  }

  private static void events(JMXConnector connector)
      throws IOException, JMException, InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    connector.addConnectionNotificationListener(
        (notification, handback) -> {
          if (!notification.getType().equals(JMXConnectionNotification.OPENED)) {
            closed.countDown();
          }
        },
        null,
        null);
    connector
        .getMBeanServerConnection()
        .addNotificationListener(
            new ObjectName(DOMAIN + ":type=Events"),
            (notification, handback) -> System.out.println(line(notification)),
            null,
            null);
    closed.await();
    throw new IOException("the connection is lost");
  }

  private static String line(Notification notification) {
    return "%s %s %s"
        .formatted(
            Instant.ofEpochMilli(notification.getTimeStamp()),
            notification.getType(),
            notification.getMessage());
  }

  private void topForEver(Duration interval)
      throws JMException, GeneralSecurityException, InterruptedException, IOException {
    String clear = System.console() == null ? "" : "\033[H\033[2J\033[3J";
    while (true) {
      try (JMXConnector connector = connect()) {
        Top top = new Top(connector.getMBeanServerConnection());
        while (true) {
          System.out.print(clear + top.page());
          System.out.flush();
          Thread.sleep(interval.toMillis());
        }
      } catch (IOException e) {
        System.out.println("the service does not answer, next try follows: " + said(e));
        Thread.sleep(interval.toMillis());
      }
    }
  }

  // Objects and values

  private static Set<ObjectName> own(MBeanServerConnection server) throws IOException, JMException {
    return new TreeSet<>(server.queryNames(new ObjectName(DOMAIN + ":type=*"), null));
  }

  private static ObjectName object(MBeanServerConnection server, String text)
      throws IOException, JMException {
    if (text.startsWith(ROUTE)) {
      return route(server, text.substring(ROUTE.length()));
    }
    ObjectName name = new ObjectName(text.contains(":") ? text : DOMAIN + ":type=" + text);
    if (!server.isRegistered(name)) {
      if (own(server).isEmpty()) {
        throw new UsageException("that process is no running Trainyard, and has no object " + text);
      }
      throw new UsageException(
          "there is no object %s, but %s and %sID"
              .formatted(
                  text,
                  own(server).stream()
                      .map(known -> known.getKeyProperty("type"))
                      .collect(Collectors.joining(", ")),
                  ROUTE));
    }
    return name;
  }

  private static ObjectName route(MBeanServerConnection server, String id)
      throws IOException, JMException {
    return server
        .queryNames(
            new ObjectName("org.apache.camel:type=routes,name=" + ObjectName.quote(id) + ",*"),
            null)
        .stream()
        .findFirst()
        .orElseThrow(() -> new UsageException("there is no route " + id + "; top has the ids"));
  }

  /** Operations but the accessors of attributes. */
  private static Stream<MBeanOperationInfo> operations(MBeanInfo info) {
    return Arrays.stream(info.getOperations())
        .filter(
            operation ->
                !List.of("getter", "setter")
                    .contains(String.valueOf(operation.getDescriptor().getFieldValue("role"))))
        .sorted(Comparator.comparing(MBeanOperationInfo::getName));
  }

  private static String signature(MBeanOperationInfo operation) {
    return Arrays.stream(operation.getSignature())
        .map(parameter -> simple(parameter.getType()) + " " + parameter.getName())
        .collect(Collectors.joining(", ", operation.getName() + "(", ")"));
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  private static Object value(String type, String text) {
    try {
      return switch (type) {
        case "java.lang.String" -> text;
        case "int", "java.lang.Integer" -> Integer.valueOf(text);
        case "long", "java.lang.Long" -> Long.valueOf(text);
        case "double", "java.lang.Double" -> Double.valueOf(text);
        case "boolean", "java.lang.Boolean" -> {
          if (!text.matches("true|false")) {
            throw new UsageException("it takes true or false, not " + text);
          }
          yield Boolean.valueOf(text);
        }
        default -> throw new UsageException("a value of type " + type + " cannot be given here");
      };
    } catch (NumberFormatException e) {
      throw new UsageException("it takes a number (" + simple(type) + "), not " + text);
    }
  }

  private static String text(Object value) {
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(Jmx::text).collect(Collectors.joining("\n"));
    }
    if (value instanceof CompositeData composite) {
      return composite.getCompositeType().keySet().stream()
          .map(key -> key + "=" + text(composite.get(key)))
          .collect(Collectors.joining(" "));
    }
    return String.valueOf(value);
  }

  /** What went wrong, in the words of whoever noticed. */
  private static String said(Throwable error) {
    Throwable last = error;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    if (last instanceof ConnectIOException && last.getMessage().startsWith("non-JRMP")) {
      return "the service answers with TLS: name its trust store with --trust";
    }
    return last instanceof InstanceNotFoundException
        ? "there is no object " + last.getMessage()
        : last instanceof IOException || last.getMessage() == null
            ? last.getClass().getSimpleName() + ": " + last.getMessage()
            : last.getMessage();
  }

  /** What {@code top} shows. */
  private static final class Top {
    private static final String[] FIGURES = {
      "RouteId",
      "State",
      "ExchangesTotal",
      "ExchangesFailed",
      "FailuresHandled",
      "Redeliveries",
      "ExchangesInflight",
      "OldestInflightDuration",
      "MeanProcessingTime",
      "MaxProcessingTime",
      "LastProcessingTime"
    };

    private final MBeanServerConnection server;

    Top(MBeanServerConnection server) {
      this.server = server;
    }

    String page() throws IOException, JMException {
      StringBuilder page = new StringBuilder();
      header(page);
      page.append(
          "\n%-28s %-9s %8s %7s %8s %8s %8s %8s %8s %8s %8s%n"
              .formatted(
                  "ROUTE", "STATE", "TOTAL", "FAILED", "HANDLED", "REDELIV", "INFLIGHT", "OLDEST",
                  "MEAN", "MAX", "LAST"));
      routes().forEach(route -> page.append(line(route)));
      return page.toString();
    }

    private void header(StringBuilder page) throws IOException, JMException {
      Map<String, Object> runtime =
          attributes(new ObjectName("java.lang:type=Runtime"), "Name", "Uptime");
      page.append(
          "%s  %s  up %s%n"
              .formatted(
                  LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                  runtime.get("Name"),
                  time((Long) runtime.get("Uptime"))));
      Map<String, Object> queue =
          attributes(
              new ObjectName(DOMAIN + ":type=Queue"),
              "ReadyHigh",
              "ReadyNormal",
              "ReadyLow",
              "Delayed",
              "Running",
              "Slots",
              "TotalSlots",
              "Workers",
              "OldestWaitSeconds",
              "Paused");
      Map<String, Object> letters =
          attributes(
              new ObjectName(DOMAIN + ":type=DeadLetters"),
              "Size",
              "NewestTime",
              "NewestJob",
              "NewestMessage");
      if (queue.containsKey("Running") && letters.containsKey("Size")) {
        page.append(
            "queue         ready %s high, %s normal, %s low  delayed %s  oldest wait %s%s%n"
                .formatted(
                    queue.get("ReadyHigh"),
                    queue.get("ReadyNormal"),
                    queue.get("ReadyLow"),
                    queue.get("Delayed"),
                    time(Math.round((Double) queue.get("OldestWaitSeconds") * 1000)),
                    Boolean.TRUE.equals(queue.get("Paused")) ? "  PAUSED" : ""));
        page.append(
            "workers       %s  running %s of %s  slots here %s%n"
                .formatted(
                    queue.get("Workers"),
                    queue.get("Running"),
                    queue.get("TotalSlots"),
                    queue.get("Slots")));
        page.append("dead letters  %s".formatted(letters.get("Size")));
        if (letters.get("NewestJob") != null) {
          page.append(
              "  newest %s job %s %s"
                  .formatted(
                      letters.get("NewestTime"),
                      letters.get("NewestJob"),
                      letters.get("NewestMessage").toString().lines().findFirst().orElse("")));
        }
        page.append("\n");
      } else {
        page.append("queue         not known: PostgreSQL does not answer\n");
      }
      Map<String, Object> jobs =
          attributes(
              new ObjectName(DOMAIN + ":type=Jobs"),
              "Started",
              "Completed",
              "Failed",
              "Retried",
              "Released",
              "Cancelled",
              "Recovered");
      page.append("jobs here     ");
      page.append(
          Stream.of(
                  "Started",
                  "Completed",
                  "Failed",
                  "Retried",
                  "Released",
                  "Cancelled",
                  "Recovered")
              .map(name -> name.toLowerCase() + " " + jobs.get(name))
              .collect(Collectors.joining("  ")));
      page.append("\n");
    }

    /** The busiest first. */
    private List<Map<String, Object>> routes() throws IOException, JMException {
      List<Map<String, Object>> routes = new ArrayList<>();
      for (ObjectName name :
          server.queryNames(new ObjectName("org.apache.camel:type=routes,*"), null)) {
        try {
          routes.add(attributes(name, FIGURES));
        } catch (InstanceNotFoundException e) {
          // an edit has just removed it
          continue;
        }
      }
      routes.sort(
          Comparator.<Map<String, Object>>comparingLong(route -> -number(route, "ExchangesInflight"))
              .thenComparingLong(route -> -number(route, "ExchangesTotal"))
              .thenComparing(route -> String.valueOf(route.get("RouteId"))));
      return routes;
    }

    private static String line(Map<String, Object> route) {
      boolean used = number(route, "ExchangesTotal") > 0;
      boolean busy = number(route, "ExchangesInflight") > 0;
      return "%-28s %-9s %8d %7d %8d %8d %8d %8s %8s %8s %8s%n"
          .formatted(
              route.get("RouteId"),
              route.get("State"),
              number(route, "ExchangesTotal"),
              number(route, "ExchangesFailed"),
              number(route, "FailuresHandled"),
              number(route, "Redeliveries"),
              number(route, "ExchangesInflight"),
              busy ? time(number(route, "OldestInflightDuration")) : "-",
              used ? time(number(route, "MeanProcessingTime")) : "-",
              used ? time(number(route, "MaxProcessingTime")) : "-",
              used ? time(number(route, "LastProcessingTime")) : "-");
    }

    /** One that cannot be read is missing. */
    private Map<String, Object> attributes(ObjectName name, String... wanted)
        throws IOException, JMException {
      Map<String, Object> values = new HashMap<>();
      server
          .getAttributes(name, wanted)
          .asList()
          .forEach(attribute -> values.put(attribute.getName(), attribute.getValue()));
      return values;
    }

    private static long number(Map<String, Object> values, String name) {
      return values.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static String time(long millis) {
      Duration time = Duration.ofMillis(Math.max(0, millis));
      if (millis < 1000) {
        return millis + "ms";
      }
      if (time.toMinutes() == 0) {
        return "%.1fs".formatted(millis / 1000.0);
      }
      return time.toHours() == 0
          ? "%dm%02ds".formatted(time.toMinutes(), time.toSecondsPart())
          : "%dh%02dm".formatted(time.toHours(), time.toMinutesPart());
    }
  }
}
