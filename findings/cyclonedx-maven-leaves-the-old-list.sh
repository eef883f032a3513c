#!/usr/bin/env bash
# Offline, the CycloneDX plugin of Maven writes no list of parts, and the build succeeds.
#
# One would expect what is in the local repository to be enough, since the plugin has just run with it, or a build that
# fails: other plugins do either. What happens: with -o the goal says at level INFO that it is skipped. With -q nothing
# says so. A build without `clean` keeps the list of before, and what is packed with it tells the parts of another build.
# Why it matters: the list is what scanners for holes read, and nobody looks at it.
#
# Version: cyclonedx-maven-plugin 2.9.1 (Maven), Maven 3.8.7, Java 17. Output seen: the lines in `expected` below.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
project() {
  cat > pom.xml <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>commons-codec</groupId><artifactId>commons-codec</artifactId><version>$1</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.cyclonedx</groupId><artifactId>cyclonedx-maven-plugin</artifactId><version>2.9.1</version>
    <executions><execution><phase>package</phase><goals><goal>makeBom</goal></goals></execution></executions>
    <configuration><outputFormat>json</outputFormat></configuration>
  </plugin></plugins></build>
</project>
XML
}
build() {
  mvn -q -B -Dstyle.color=never "$@" package > out.txt 2>&1 && echo "$* ends well, lines of text: $(grep -c "[a-z] [a-z]" out.txt || true)"
}
parts() {
  if [ -f target/bom.json ]; then
    grep -o '"commons-codec@[0-9.]*\|commons-codec@[0-9.]*?' target/bom.json | tr -d '"?' | sort -u | head -1
  else
    echo "no list"
  fi
}

seen=$(
  project 1.17.1 && build --fail-fast && parts
  project 1.18.0 && build --fail-fast && parts && rm -r target
  project 1.17.1 && build --offline && parts
  build --fail-fast > /dev/null && project 1.18.0 && build --offline && parts
) || true

expected=$(cat <<'TEXT'
--fail-fast ends well, lines of text: 0
commons-codec@1.17.1
--fail-fast ends well, lines of text: 0
commons-codec@1.18.0
--offline ends well, lines of text: 0
no list
--offline ends well, lines of text: 0
commons-codec@1.17.1
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: cyclonedx-maven-plugin@2.9.1 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
