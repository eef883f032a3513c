/**
 * Route files as a model that knows the file, line and column of everything in it. Whether it is
 * right is asked in {@code route.check}.
 */
package dev.trainyard.route.model;
