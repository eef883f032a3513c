#!/usr/bin/env bash
# Jackson's CSV reader skips the header and fills a record by the alphabet of its fields.
#
# One would expect a schema made from a record, with withHeader(), to match columns by the names in the header line;
# without names, to take the fields as the record declares them.
# What happens: the columns of the schema are sorted by name (close, high, low, open, time, volume), and the
# header is skipped unread. Time lands in close and the close in time; no error, as all are numbers.
# withColumnReordering(true), or a schema without columns, reads by name.
# Why it matters: time, open, high, low, close, volume is the order of nearly every candle file.
#
# Version: jackson-dataformat-csv 2.19.2. Output seen: the lines in `expected` below.
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
      <groupId>com.fasterxml.jackson.dataformat</groupId>
      <artifactId>jackson-dataformat-csv</artifactId>
      <version>2.19.2</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib

cat > Program.java <<'JAVA'
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;

public class Program {
    public record Candle(long time, double open, double high, double low, double close, double volume) {}

    public static void main(String[] args) throws Exception {
        CsvMapper mapper = new CsvMapper();
        CsvSchema schema = mapper.schemaFor(Candle.class);
        System.out.println("columns of the record: " + schema.getColumnDesc());
        read(mapper, "withHeader", schema.withHeader());
        read(mapper, "withHeader, reordering", schema.withHeader().withColumnReordering(true));
        read(mapper, "no record, withHeader", CsvSchema.emptySchema().withHeader());
    }

    static void read(CsvMapper mapper, String name, CsvSchema schema) throws Exception {
        String file = "time,open,high,low,close,volume\n1735689600,10,12,9,11,5\n";
        try (MappingIterator<Candle> candles = mapper.readerFor(Candle.class).with(schema).readValues(file)) {
            System.out.println(name + ": " + candles.readAll());
        }
    }
}
JAVA
seen=$(java -cp 'lib/*' Program.java) || true

expected=$(cat <<'TEXT'
columns of the record: ["close","high","low","open","time","volume"]
withHeader: [Candle[time=11, open=9.0, high=10.0, low=12.0, close=1.7356896E9, volume=5.0]]
withHeader, reordering: [Candle[time=1735689600, open=10.0, high=12.0, low=9.0, close=11.0, volume=5.0]]
no record, withHeader: [Candle[time=1735689600, open=10.0, high=12.0, low=9.0, close=11.0, volume=5.0]]
TEXT
)

if [[ "$seen" != "$expected" ]]; then
  echo "CHANGED: jackson-dataformat-csv 2.19.2 no longer does what this finding says:" >&2
  diff <(echo "$expected") <(echo "$seen") >&2 || true
  exit 1
fi
echo "$seen"
