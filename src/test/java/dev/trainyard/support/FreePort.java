package dev.trainyard.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port of the loopback interface for a server that starts later. The system must not give it to a
 * connection or to another server meanwhile, so it is none of those that it gives by itself; and no
 * two tests get the same, whichever of the JVMs of a build they run in.
 */
public final class FreePort {
  private static final int FIRST = 12_000;

  /** The first that Linux gives to connections. */
  private static final int BEYOND = 32_768;

  /** More than the JVMs that a build forks at once. */
  private static final int SHARES = 8;

  /** Which of them this is, from 1 on. */
  private static final int SHARE = Integer.getInteger("surefire.forkNumber", 1) % SHARES;

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePort() {}

  /** Finds one. */
  public static int find() {
    while (true) {
      int place = ThreadLocalRandom.current().nextInt((BEYOND - FIRST) / SHARES);
      int port = FIRST + place * SHARES + SHARE;
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
