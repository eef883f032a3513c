#!/usr/bin/env bash
# SnakeYAML reads a session from 09:30 to 16:00 as the text "09:30" and the number 960.
#
# One would expect both times to have one type, whichever it is.
# What happens: numbers of base 60 are part of YAML 1.1, but they may not begin with a zero. 16:00 is 16 times 60,
# 22:15 is 1335, and 09:30 and 00:00 stay text. Quotes around the time keep it text.
# Why it matters: trading hours, funding times and cut-offs stand in configuration files. The file is tried with
# the morning, where it works; the afternoon then arrives as a count of minutes, or as milliseconds where a
# duration is expected.
#
# Version: snakeyaml 2.4, the one of Spring Boot 3.5. Output seen: the lines in `expected` below.
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
      <groupId>org.yaml</groupId>
      <artifactId>snakeyaml</artifactId>
      <version>2.4</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Program.java <<'JAVA'
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

public class Program {
    public static void main(String[] args) {
        Map<String, Object> session = new Yaml().load("open: 09:30\nclose: 16:00\nmidnight: 00:00\nfunding: 8:00\nlate: 22:15\n");
        session.forEach((name, time) -> System.out.println(name + " " + time + " " + time.getClass().getSimpleName()));
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
open 09:30 String
close 960 Integer
midnight 00:00 String
funding 480 Integer
late 1335 Integer
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: snakeyaml 2.4 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
