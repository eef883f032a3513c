package dev.trainyard.report;

/** A part of the report, with a heading of its own. Writes nothing when its data are absent. */
interface Section {

  /** Writes the section. */
  void write(Html html);
}
