package dev.trainyard.job.worker;

import java.util.Optional;
import java.util.UUID;

/** What this process does as a member of the cluster of workers, told with its heartbeats. */
public interface HelpGiven {
  /** No member. */
  HelpGiven NONE =
      new HelpGiven() {
        @Override
        public Optional<UUID> job() {
          return Optional.empty();
        }

        @Override
        public Optional<String> address() {
          return Optional.empty();
        }
      };

  /** Returns the job of another worker that it helps with now. */
  Optional<UUID> job();

  /** Returns where other members find it, as {@code host:port}. */
  Optional<String> address();
}
