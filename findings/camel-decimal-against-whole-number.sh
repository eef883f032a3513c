#!/usr/bin/env bash
# Camel's simple language compares a decimal header with a whole number as whole numbers.
#
# One would expect ${header.profit} > 0 to hold for a profit of 0.1 (a Double), and == 0 not to hold.
# What happens: the decimal is cut to a whole number first, so 0.1 is not above 0, and 0.1 == 0 is true. A whole
# number on the left cuts the right side in the same way: 1 is not below 1.5. Written as 0.0 the comparison
# is right for a Double, but not for a BigDecimal; as text the header compares right.
# Why it matters: a route that chooses by profit, drawdown, a ratio or a price says `> 0` or `> 1` by habit, and
# the type of a header often comes from JSON, where 2 and 2.5 are of two types. A small profit counts as none.
#
# Version: camel-core 4.17.0. Output seen: the lines in `expected` below.
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
      <groupId>org.apache.camel</groupId>
      <artifactId>camel-core</artifactId>
      <version>4.17.0</version>
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
import java.math.BigDecimal;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

public class Program {
    public static void main(String[] args) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setHeader("profit", 0.1);
            exchange.getMessage().setHeader("price", new BigDecimal("1.10"));
            exchange.getMessage().setHeader("text", "0.1");
            exchange.getMessage().setHeader("lots", 1);
            for (String predicate : new String[] {
                "${header.profit} > 0", "${header.profit} > 0.0", "${header.profit} <= 0", "${header.profit} == 0",
                "${header.price} > 1", "${header.price} > 1.0", "${header.text} > 0", "${header.lots} < 1.5"}) {
                System.out.println(predicate + "  "
                        + context.resolveLanguage("simple").createPredicate(predicate).matches(exchange));
            }
        }
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
${header.profit} > 0  false
${header.profit} > 0.0  true
${header.profit} <= 0  true
${header.profit} == 0  true
${header.price} > 1  false
${header.price} > 1.0  false
${header.text} > 0  true
${header.lots} < 1.5  false
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: camel-core 4.17.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
