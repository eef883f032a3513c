/** Makes endpoints without starting them, and checks what they would lack for a message. */
@NullMarked
package dev.trainyard.route.check.endpoint;

import org.jspecify.annotations.NullMarked;
