/** How every fault becomes a problem document (RFC 9457). */
@NullMarked
package dev.trainyard.api.problem;

import org.jspecify.annotations.NullMarked;
