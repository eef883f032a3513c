/**
 * The HTTP API: what the REST routes call, the controllers beside them, and how every fault becomes
 * a problem document. It reads requests, says clearly what is wrong with them, and calls the
 * packages that do the work. No SQL, no trading logic, and nothing that outlasts a request.
 */
package dev.trainyard.api;
