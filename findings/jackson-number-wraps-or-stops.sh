#!/usr/bin/env bash
# Jackson's asLong and asInt answer the same too large number in three ways, by how it is written.
#
# One would expect one rule for a number that does not fit: an error, or the largest long for all spellings.
# What happens: digits alone wrap around (10^19 becomes negative), a decimal point or an exponent makes the same
# number stop at the largest long, and the digits as text give 0. No spelling raises an error;
# canConvertToLong says before that it does not fit.
# Why it matters: exchanges use unsigned 64-bit order and trade ids, and 64-bit nanoseconds as counters; a reader that
# walks a JSON tree gets negative or shared ids, depending on which program wrote the number.
#
# Version: jackson-databind 2.19.2. Output seen: the lines in `expected` below.
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
      <groupId>com.fasterxml.jackson.core</groupId>
      <artifactId>jackson-databind</artifactId>
      <version>2.19.2</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Program.java <<'JAVA'
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

public class Program {
    public static void main(String[] args) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (String number : new String[] {"10000000000000000000", "1e19", "10000000000000000000.0"}) {
            JsonNode node = mapper.readTree(number);
            System.out.println(number + " asLong " + node.asLong() + ", as text " + mapper.readTree('"' + number + '"').asLong()
                    + ", fits " + node.canConvertToLong());
        }
        for (String number : new String[] {"4294967297", "4294967297.0"}) {
            System.out.println(number + " asInt " + mapper.readTree(number).asInt() + ", as text " + mapper.readTree('"' + number + '"').asInt());
        }
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
10000000000000000000 asLong -8446744073709551616, as text 0, fits false
1e19 asLong 9223372036854775807, as text 9223372036854775807, fits false
10000000000000000000.0 asLong 9223372036854775807, as text 9223372036854775807, fits false
4294967297 asInt 1, as text 0
4294967297.0 asInt 2147483647, as text 2147483647
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: jackson-databind 2.19.2 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
