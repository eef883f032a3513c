#!/usr/bin/env bash
# ta4j's ReturnOverMaxDrawdownCriterion ranks a strategy that loses above ones that win.
#
# One would expect return divided by drawdown: negative for a loss, 1 for 20 % gained with a drawdown of 20 %.
# What happens: the return goes in with its base, 0.95 for a loss of 5 %, and 0.95 / 0.05 is 19. A gain of 20 %
# with a drawdown of 20 % has 6, and 50 % gained with 60 % has 2.5. The ratio is never negative, and mostly says how
# small the drawdown was.
# Why it matters: it is a common target of a parameter search. The search ends at strategies that hardly trade
# and lose a little.
#
# Version: ta4j-core 0.17. Output seen: the lines in `expected` below.
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
import org.ta4j.core.criteria.MaximumDrawdownCriterion;
import org.ta4j.core.criteria.ReturnOverMaxDrawdownCriterion;
import org.ta4j.core.criteria.pnl.ReturnCriterion;
import org.ta4j.core.num.DoubleNum;

public class Program {
    public static void main(String[] args) {
        measure("loses 5 %              ", 100, 95);
        measure("falls 20 %, gains 20 % ", 100, 80, 120);
        measure("falls 60 %, gains 50 % ", 100, 40, 150);
    }

    static void measure(String name, double... prices) {
        BarSeries series = new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).build();
        ZonedDateTime end = ZonedDateTime.parse("2026-01-01T00:05:00Z");
        for (double price : prices) {
            series.addBar(Duration.ofMinutes(5), end, price, price, price, price, 1);
            end = end.plusMinutes(5);
        }
        BaseTradingRecord record =
                new BaseTradingRecord(Trade.buyAt(0, series), Trade.sellAt(series.getEndIndex(), series));
        System.out.printf("%s return %.2f, drawdown %.2f, ratio %.2f%n", name,
                new ReturnCriterion(false).calculate(series, record).doubleValue(),
                new MaximumDrawdownCriterion().calculate(series, record).doubleValue(),
                new ReturnOverMaxDrawdownCriterion().calculate(series, record).doubleValue());
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
loses 5 %               return -0.05, drawdown 0.05, ratio 19.00
falls 20 %, gains 20 %  return 0.20, drawdown 0.20, ratio 6.00
falls 60 %, gains 50 %  return 0.50, drawdown 0.60, ratio 2.50
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: ta4j-core 0.17 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
