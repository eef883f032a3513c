/** How every fault becomes a problem document (RFC 9457). */
package dev.trainyard.api.problem;
