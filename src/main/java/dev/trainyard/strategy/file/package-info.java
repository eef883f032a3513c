/** The YAML files in {@code config/strategies}: reading them, with the place of each mistake. */
package dev.trainyard.strategy.file;
