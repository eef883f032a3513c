#!/usr/bin/env bash
# In ta4j a missing close of type double counts as higher than every price.
#
# One would expect a rule to be unsatisfied by a bar without a price, as it is with the library's own NaN.
# What happens: Double.NaN put into a series of DoubleNum stays a DoubleNum, and comparisons follow the order of
# Double.compare, where NaN is the largest. "Over", "crossed up" and "gained 50 %" are all satisfied on that bar,
# "under" is not: an entry and a take-profit fire on a bar that has no price.
# Why it matters: feeds mark missing minutes with NaN (pandas writes them so), and the rules then trade exactly there.
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
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.ConstantIndicator;
import org.ta4j.core.num.DoubleNum;
import org.ta4j.core.num.NaN;
import org.ta4j.core.num.Num;
import org.ta4j.core.rules.CrossedUpIndicatorRule;
import org.ta4j.core.rules.OverIndicatorRule;
import org.ta4j.core.rules.StopGainRule;
import org.ta4j.core.rules.UnderIndicatorRule;

public class Program {
    public static void main(String[] args) {
        BarSeries series = new BaseBarSeriesBuilder().withNumTypeOf(DoubleNum.class).build();
        ZonedDateTime end = ZonedDateTime.parse("2026-01-01T00:05:00Z");
        for (double price : new double[] {100, 101, Double.NaN, 102}) {
            series.addBar(Duration.ofMinutes(5), end, price, price, price, price, 1);
            end = end.plusMinutes(5);
        }
        ClosePriceIndicator close = new ClosePriceIndicator(series);
        BaseTradingRecord bought = new BaseTradingRecord();
        bought.enter(0, series.numOf(100), series.numOf(1));
        for (int bar = 1; bar < 4; bar++) {
            System.out.println("close " + close.getValue(bar)
                    + ": above 1000 " + new OverIndicatorRule(close, 1000).isSatisfied(bar)
                    + ", below 1 " + new UnderIndicatorRule(close, 1).isSatisfied(bar)
                    + ", crossed 1000 upwards " + new CrossedUpIndicatorRule(close, 1000).isSatisfied(bar)
                    + ", gained 50 % " + new StopGainRule(close, 50).isSatisfied(bar, bought));
        }
        System.out.println("the library's own NaN: above 1000 "
                + new OverIndicatorRule(new ConstantIndicator<Num>(series, NaN.NaN), 1000).isSatisfied(3));
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
close 101.0: above 1000 false, below 1 false, crossed 1000 upwards false, gained 50 % false
close NaN: above 1000 true, below 1 false, crossed 1000 upwards true, gained 50 % true
close 102.0: above 1000 false, below 1 false, crossed 1000 upwards false, gained 50 % false
the library's own NaN: above 1000 false
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: ta4j-core 0.17 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
