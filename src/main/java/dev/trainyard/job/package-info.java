/**
 * The nouns that everything about jobs uses: status, stage, priority, lease, failure. No SQL, HTTP,
 * Redis or Camel; the packages below hold one concept of the job each.
 */
package dev.trainyard.job;
