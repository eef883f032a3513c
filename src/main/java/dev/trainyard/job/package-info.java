/**
 * The nouns that everything about jobs uses: status, stage, priority, lease, failure. No SQL, HTTP,
 * Redis or Camel; the packages below hold one concept of the job each.
 */
@NullMarked
package dev.trainyard.job;

import org.jspecify.annotations.NullMarked;
