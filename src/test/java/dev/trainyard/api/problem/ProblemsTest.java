package dev.trainyard.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.transaction.CannotCreateTransactionException;

class ProblemsTest {
  private final Problems problems = new Problems();

  @Test
  void aDatabaseThatIsAwayIs503() {
    assertThat(problems.of(new CannotGetJdbcConnectionException("refused")).getStatus())
        .isEqualTo(503);
    assertThat(problems.of(new CannotCreateTransactionException("refused")).getStatus())
        .isEqualTo(503);
  }

  @Test
  void aDatabaseThatGoesAwayWithinAStatementIs503() {
    for (String state : new String[] {"08006", "57P01", "57P03"}) {
      DataAccessException fault =
          new SQLExceptionSubclassTranslator()
              .translate("query", "SELECT 1", new SQLException("terminated", state));
      assertThat(problems.of(fault).getStatus()).as(state).isEqualTo(503);
    }
  }

  @Test
  void anUnexpectedFaultTellsNothingOfItself() {
    ProblemDetail problem =
        problems.of(new IllegalStateException("SELECT * FROM api_keys failed at Secret.java:1"));

    assertThat(problem.getStatus()).isEqualTo(500);
    assertThat(problem.getDetail()).doesNotContain("SELECT", "Secret");
    assertThat(problem.getProperties()).containsKey("error_id");
  }
}
