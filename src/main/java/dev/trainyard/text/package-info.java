/**
 * Reads what users write and reports what is wrong with it: edited files, located YAML, JSON
 * numbers, suggested names, errors of fields, problems of files. Plain Java with parsers of JSON
 * and YAML; it knows no subject of the service.
 */
@NullMarked
package dev.trainyard.text;

import org.jspecify.annotations.NullMarked;
