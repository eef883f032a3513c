/**
 * Where the YAML routes are and which of them a process runs. Loading itself is Camel's. What a
 * route's steps do, and the components that they name, do not belong here.
 */
package dev.trainyard.route;
