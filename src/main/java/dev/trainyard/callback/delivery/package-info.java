/** The delivery of callbacks: claims, attempts over HTTP, and what becomes of them. */
@NullMarked
package dev.trainyard.callback.delivery;

import org.jspecify.annotations.NullMarked;
