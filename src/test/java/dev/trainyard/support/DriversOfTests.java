package dev.trainyard.support;

import dev.trainyard.sql.JdbcDrivers;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Gives the JVMs of tests the JDBC drivers that the service has. */
public final class DriversOfTests implements TestExecutionListener {

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    JdbcDrivers.registerOnlyPostgresql();
  }
}
