#!/usr/bin/env bash
# ta4j's ReturnCriterion ignores the costs that its other measures of the same trades take off.
#
# One would expect profit, cash flow, winners and return of one trading record to agree on the sign.
# What happens: the record is made with a cost of 1 % a trade. A rise of 1 % is then a loss of 1.01 in
# ProfitLossCriterion, 0.99 in CashFlow, no winner in the count, and a return of 1.01, i.e. a gain:
# ReturnCriterion takes the gross return of a position.
# Why it matters: strategies are ranked by return. One that trades often and earns less than its fees comes out on
# top, and drawdown (from the cash flow) and return do not belong to the same account.
#
# Version: ta4j-core 0.17, the last for Java 17. Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.ta4j</groupId>
      <artifactId>ta4j-core</artifactId>
      <version>0.17</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>2.0.17</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Program.java <<'JAVA'
import java.time.Duration;
import java.time.ZonedDateTime;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.BaseTradingRecord;
import org.ta4j.core.Trade;
import org.ta4j.core.analysis.CashFlow;
import org.ta4j.core.analysis.cost.LinearTransactionCostModel;
import org.ta4j.core.analysis.cost.ZeroCostModel;
import org.ta4j.core.criteria.NumberOfWinningPositionsCriterion;
import org.ta4j.core.criteria.pnl.ProfitLossCriterion;
import org.ta4j.core.criteria.pnl.ReturnCriterion;
import org.ta4j.core.num.DoubleNum;

public class Program {
    public static void main(String[] args) {
        BarSeries series = new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).build();
        ZonedDateTime end = ZonedDateTime.parse("2026-01-01T00:05:00Z");
        for (double price : new double[] {100, 101, 101}) {
            series.addBar(Duration.ofMinutes(5), end, price, price, price, price, 1);
            end = end.plusMinutes(5);
        }
        BaseTradingRecord record =
                new BaseTradingRecord(Trade.TradeType.BUY, new LinearTransactionCostModel(0.01), new ZeroCostModel());
        record.enter(0, series.numOf(100), series.numOf(1));
        record.exit(1, series.numOf(101), series.numOf(1));
        System.out.printf("profit or loss  %.4f%n", new ProfitLossCriterion().calculate(series, record).doubleValue());
        System.out.printf("cash flow       %.4f%n", new CashFlow(series, record).getValue(2).doubleValue());
        System.out.printf("return          %.4f%n", new ReturnCriterion().calculate(series, record).doubleValue());
        System.out.printf("winners         %.0f%n", new NumberOfWinningPositionsCriterion().calculate(series, record).doubleValue());
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
profit or loss  -1.0100
cash flow       0.9900
return          1.0100
winners         0
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: ta4j-core 0.17 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
