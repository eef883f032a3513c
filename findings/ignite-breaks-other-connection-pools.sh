#!/usr/bin/env bash
# With ignite-core on the class path, connection pools of other databases fail, though nothing of Ignite is used.
#
# One would expect a library for computing to do nothing until it is called. Its jar has a JDBC driver, which Java
# registers with all others when somebody asks for drivers, and the driver needs packages of the JDK to be opened.
# What happens: without --add-opens the list of the drivers ends in an error instead of leaving out the one that
# cannot be used. HikariCP asks for that list for each pool that is named by its URL. Opened, all is well.
# Why it matters: programs work when they are started in the one way, and fail in tests, in an IDE, or from Maven.
#
# Version: ignite-core 2.17.0, HikariCP 6.3.0, h2 2.3.232 (Maven), Java 17. Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.ignite</groupId><artifactId>ignite-core</artifactId><version>2.17.0</version></dependency>
    <dependency><groupId>com.zaxxer</groupId><artifactId>HikariCP</artifactId><version>6.3.0</version></dependency>
    <dependency><groupId>com.h2database</groupId><artifactId>h2</artifactId><version>2.3.232</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=classpath > /dev/null
mkdir program
cat > program/Pools.java <<'JAVA'
import com.zaxxer.hikari.HikariDataSource;

public class Pools {
  public static void main(String[] arguments) throws Exception {
    for (int pool = 1; pool <= 2; pool++) {
      try (HikariDataSource source = new HikariDataSource()) {
        source.setJdbcUrl("jdbc:h2:mem:test");
        source.setDriverClassName("org.h2.Driver");
        System.out.println("pool " + pool + ": valid " + source.getConnection().isValid(1));
      } catch (Throwable e) {
        System.out.println("pool " + pool + ": " + e.getClass().getSimpleName() + " " + e.getMessage().split(" \\[")[0]);
      }
    }
  }
}
JAVA
javac -cp "$(cat classpath)" -d program program/Pools.java
opened=$(printf -- '--add-opens=%s=ALL-UNNAMED ' java.base/{jdk.internal.access,jdk.internal.misc,sun.nio.ch,java.io,java.nio,java.net,java.util,java.lang,java.lang.invoke,java.util.concurrent})
seen=$(
  java -cp "program:$(cat classpath)" Pools 2> /dev/null
  echo opened:
  # shellcheck disable=SC2086 # several options
  java $opened -cp "program:$(cat classpath)" Pools 2> /dev/null
) || true

expected=$(cat <<'TEXT'
pool 1: NoClassDefFoundError Could not initialize class org.apache.ignite.IgniteJdbcThinDriver
pool 2: NoClassDefFoundError Could not initialize class org.apache.ignite.IgniteJdbcThinDriver
opened:
pool 1: valid true
pool 2: valid true
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: ignite-core@2.17.0 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
