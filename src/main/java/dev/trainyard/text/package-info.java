/**
 * Reads what people write and says what is wrong with it: edited files, located YAML, JSON numbers,
 * names with suggestions, the error of a field, the problem of a file. Plain Java with parsers of
 * JSON and YAML; it knows no subject of the service.
 */
package dev.trainyard.text;
