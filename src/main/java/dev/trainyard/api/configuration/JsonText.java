package dev.trainyard.api.configuration;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An answer that has been written as JSON already.
 *
 * @param json its text
 */
record JsonText(@JsonValue @JsonRawValue String json) {}
