package dev.trainyard.cluster;

import java.util.Set;
import java.util.SortedSet;

/**
 * The members that live by PostgreSQL beside those that a member sees. They differ when a broken
 * network has divided the cluster, or when two members began at the same moment.
 *
 * @param living ids of the workers that say that they are members
 * @param seen ids of those that this member sees, itself included
 */
record Division(SortedSet<String> living, Set<String> seen) {

  /**
   * Returns whether this member belongs to the part that joins the other one: the smaller part; of
   * two equal parts the one without the first id.
   */
  boolean isToJoinTheOthers() {
    long here = living.stream().filter(seen::contains).count();
    return here * 2 < living.size()
        || (here * 2 == living.size() && here > 0 && !seen.contains(living.first()));
  }
}
