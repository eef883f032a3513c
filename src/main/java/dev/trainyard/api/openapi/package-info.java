/**
 * The OpenAPI document: the one place that says which operations there are, what they take and
 * answer, and which role may call them. It knows no operation by itself, and no other folder of the
 * API.
 */
@NullMarked
package dev.trainyard.api.openapi;

import org.jspecify.annotations.NullMarked;
