/**
 * Reads what people write and says what is wrong with it: located YAML, JSON numbers, names with
 * suggestions, the error of a field. Plain Java and Jackson; it knows no subject of the service.
 */
package dev.trainyard.text;
