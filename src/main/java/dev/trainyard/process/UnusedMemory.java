package dev.trainyard.process;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns memory to the operating system that the start has taken and the service does not need.
 *
 * <p>Java takes a 64th of the machine's memory for objects at once, keeps what is free after a
 * collection, and the C library keeps what the compiler has freed. The settings are those that a
 * running Java can change; one that was given on the command line stays as it is.
 */
public final class UnusedMemory {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedMemory.class);

  /** How much of the memory for objects may be free after a collection, in percent. */
  private static final Map<String, String> KEPT =
      Map.of("MinHeapFreeRatio", "15", "MaxHeapFreeRatio", "30");

  /** How long the service was idle when a collection gives back what a job has needed. */
  private static final String IDLE_MILLIS = "60000";

  private UnusedMemory() {}

  /** Starts a thread that does it once. */
  public static void release() {
    DaemonThreads.named("trainyard-unused-memory", UnusedMemory::releaseNow).start();
  }

  private static void releaseNow() {
    var java = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (java != null) {
      KEPT.forEach((option, value) -> set(java, option, value));
      set(java, "G1PeriodicGCInterval", IDLE_MILLIS);
    }
    System.gc();
    trim();
  }

  private static void set(HotSpotDiagnosticMXBean java, String name, String value) {
    try {
      VMOption option = java.getVMOption(name);
      if (option.isWriteable() && option.getOrigin() == VMOption.Origin.DEFAULT) {
        java.setVMOption(name, value);
      }
    } catch (IllegalArgumentException otherJava) {
      LOG.debug("This Java keeps {}: {}", name, otherJava.getMessage());
    }
  }

  /** Lets the C library return what it keeps, where Java can (Linux, from 17.0.9 on). */
  private static void trim() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName commands = new ObjectName("com.sun.management:type=DiagnosticCommand");
      server.invoke(commands, "systemTrimNativeHeap", new Object[0], new String[0]);
    } catch (JMException otherJava) {
      LOG.debug("This Java keeps freed native memory: {}", otherJava.getMessage());
    }
  }
}
