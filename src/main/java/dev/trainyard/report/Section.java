package dev.trainyard.report;

/** A part of the report with its own heading. It writes nothing when its data is absent. */
interface Section {

  /** Writes the section. */
  void write(Html html);
}
