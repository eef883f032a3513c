/**
 * The HTTP interface: controllers, request and response types, problem details. It reads requests,
 * says clearly what is wrong with them, and calls the packages that do the work. No SQL and no
 * trading logic.
 */
package dev.trainyard.api;
