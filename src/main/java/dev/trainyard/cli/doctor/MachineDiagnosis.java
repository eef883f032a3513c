package dev.trainyard.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.trainyard.queue.slot.SlotHeap;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.ProcessRole;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.core.env.Environment;

/** Examines what the service needs of its machine: Java, memory, files. */
public final class MachineDiagnosis {
  private static final String DATA = "data directory";
  private static final String MEMORY = "memory";
  private static final long MEGABYTE = SlotHeap.MEGABYTE;

  /** What one job of usual size needs, see the table of operations.md. */
  private static final long USUAL_JOB = 128 * MEGABYTE;

  /** What Java takes for its heap of the machine's memory unless it is told otherwise. */
  private static final int HEAP_SHARE = 4;

  /** What Java needs outside the heap. */
  private static final long BESIDE_HEAP = 230 * MEGABYTE;

  private static final long LEAST_DISK = 500 * MEGABYTE;
  private static final long ENOUGH_DISK = 5_000 * MEGABYTE;

  private final Environment environment;

  /** Creates the examination for the settings of a service. */
  public MachineDiagnosis(Environment environment) {
    this.environment = environment;
  }

  /** What there is to say of Java. */
  public static Finding java() {
    String message =
        "version %s of %s"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vendor"));
    return System.getProperty("sun.arch.data.model", "64").equals("64")
        ? Finding.ok("Java", message)
        : Finding.warning("Java", message + ", 32 bits", "Use one of 64 bits.");
  }

  /** Whether the memory of the machine is enough for the slots. */
  public Finding memory() {
    long total =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    String machine = "%,d MB".formatted(total / MEGABYTE);
    String text = environment.getProperty("trainyard.worker.slots", "1");
    if (!text.matches("[1-9][0-9]{0,5}")) {
      return Finding.wrong(
          MEMORY,
          "trainyard.worker.slots is '%s'".formatted(text),
          "Set it to a whole number, 1 or more.");
    }
    int slots = Integer.parseInt(text);
    if (ProcessRole.of(environment) == ProcessRole.API) {
      return Finding.ok(MEMORY, machine + "; this process runs no jobs");
    }
    boolean named = isHeapNamed();
    long size = named ? Runtime.getRuntime().maxMemory() : total / HEAP_SHARE;
    SlotHeap heap = new SlotHeap(size);
    String message =
        "%s; %s the heap is %,d MB, of which each slot (of %d) has %,d MB"
            .formatted(
                machine,
                named ? "with the options of this Java" : "without -Xmx",
                size / MEGABYTE,
                slots,
                heap.share(slots) / MEGABYTE);
    if (size + BESIDE_HEAP > total) {
      return Finding.wrong(
          MEMORY,
          message
              + "; with the %d MB that Java needs beside it, the system would end the process"
                  .formatted(BESIDE_HEAP / MEGABYTE),
          "Set -Xmx to %d MB at most, or give the machine or container more memory."
              .formatted(Math.max(0, total - BESIDE_HEAP) / MEGABYTE));
    }
    if (slots > heap.most()) {
      return Finding.wrong(
          MEMORY,
          message,
          "Set trainyard.worker.slots to %d at most, or give more heap with -Xmx."
              .formatted(heap.most()));
    }
    return heap.share(slots) < USUAL_JOB
        ? Finding.warning(
            MEMORY, message, "Large jobs are refused. Set fewer slots, or more heap with -Xmx.")
        : Finding.ok(MEMORY, message);
  }

  /** Whether this process was given its heap, as the service is by the same options. */
  private static boolean isHeapNamed() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .anyMatch(option -> option.matches("-Xmx.*|-XX:(MaxHeapSize|MaxRAMPercentage)=.*"));
  }

  /** Whether the data of the embedded servers can be written, and has room. */
  public List<Finding> data(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    List<Finding> findings = new ArrayList<>();
    Path existing = path;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      findings.add(
          Finding.wrong(
              DATA,
              "%s cannot be written".formatted(path),
              "Give its user the directory, or choose another with --trainyard.data-dir=."));
      return findings;
    }
    findings.add(
        existing.equals(path)
            ? rights(path)
            : Finding.ok(DATA, "%s is made by the first start".formatted(path)));
    findings.add(disk(existing));
    return findings;
  }

  private static Finding rights(Path path) {
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
      if (rights.contains(PosixFilePermission.OTHERS_READ)
          || rights.contains(PosixFilePermission.OTHERS_WRITE)) {
        return Finding.warning(
            DATA,
            "%s is open to all users of this machine".formatted(path),
            "Run: chmod 700 " + path);
      }
    } catch (IOException e) {
      return Finding.wrong(
          DATA, "%s cannot be read: %s".formatted(path, e), "Give its user the directory.");
    } catch (UnsupportedOperationException e) {
      // Another system has other rights
    }
    return Finding.ok(DATA, "%s can be written".formatted(path));
  }

  private static Finding disk(Path path) {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      String message = "%,d MB are free at %s".formatted(free / MEGABYTE, path);
      String advice = "Free some: a full disk stops PostgreSQL, and with it the service.";
      if (free < LEAST_DISK) {
        return Finding.wrong("disk", message, advice);
      }
      return free < ENOUGH_DISK
          ? Finding.warning("disk", message, advice)
          : Finding.ok("disk", message);
    } catch (IOException e) {
      return Finding.wrong("disk", "cannot be read: " + e, "Check the mount of " + path + ".");
    }
  }
}
