package dev.trainyard.market.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file. One row group is held at a time, packed, and one page of each column
 * that is read, so that memory is bounded whatever a file says of itself.
 */
final class ParquetRows implements Rows, AutoCloseable {
  private static final String DAMAGED = "the Parquet file is damaged, or cut off";

  private static final int MAX_COLUMNS = 64;

  /** More rows than there are minutes in ninety years. */
  private static final long MAX_ROWS = 50_000_000;

  private static final long MAX_GROUP_BYTES = 1L << 27;

  /** What the pages that are held may have together, with a dictionary for each column. */
  private static final long PAGES_BYTES = 1L << 28;

  /** A million prices in one page, as some write them. */
  private static final int MIN_PAGE_BYTES = 1 << 23;

  private final MessageType schema;
  private final MessageType read;
  private final ParquetFileReader reader;
  private final List<BlockMetaData> groups;
  private final int[] places;
  private final List<ParquetValue> values = new ArrayList<>();
  private final String[] fields;
  private ColumnReader[] columns = {};
  private int[] present = {};
  private int group;
  private long left;
  private long row;

  private ParquetRows(SpooledFile file, @Nullable Collection<Integer> wanted) throws IOException {
    schema = schema(file);
    if (schema.getFieldCount() > MAX_COLUMNS) {
      throw new UnreadableFileException(
          "the Parquet file has %,d columns; expected at most %d: write those of the candles alone"
              .formatted(schema.getFieldCount(), MAX_COLUMNS));
    }
    places =
        IntStream.range(0, schema.getFieldCount())
            .filter(i -> (wanted == null || wanted.contains(i)) && isPlain(schema.getType(i)))
            .toArray();
    fields = new String[schema.getFieldCount()];
    Arrays.fill(fields, "");
    List<Type> types = IntStream.of(places).mapToObj(schema::getType).toList();
    types.forEach(type -> values.add(ParquetValue.of(type.asPrimitiveType())));
    read = new MessageType(schema.getName(), types);
    reader =
        open(file, (int) Math.max(MIN_PAGE_BYTES, PAGES_BYTES / 2 / Math.max(1, places.length)));
    reader.setRequestedSchema(read);
    groups = reader.getRowGroups();
  }

  /**
   * Reads a file from its beginning.
   *
   * @param wanted the columns that are read; null for all. Others are empty
   * @throws UnreadableFileException when it is damaged, or larger than it may be
   */
  static ParquetRows of(SpooledFile file, @Nullable Collection<Integer> wanted) throws IOException {
    ParquetFooter.require(file);
    ParquetRows rows = damagedUnless(() -> new ParquetRows(file, wanted));
    try {
      rows.requireSizes(file.getLength());
      return rows;
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  private static MessageType schema(SpooledFile file) throws IOException {
    try (ParquetFileReader footer = open(file, MIN_PAGE_BYTES)) {
      return footer.getFileMetaData().getSchema();
    }
  }

  private static ParquetFileReader open(SpooledFile file, int maxPageBytes) throws IOException {
    return ParquetFileReader.open(
        file,
        ParquetReadOptions.builder()
            .withCodecFactory(new ParquetCodecs(maxPageBytes))
            .usePageChecksumVerification()
            .build());
  }

  private static boolean isPlain(Type type) {
    return type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
  }

  /** Names of all columns, in the order of the file. */
  List<String> names() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  /**
   * Refuses columns that are read and hold lists or structures.
   *
   * @param wanted columns of which a candle is made
   */
  void requirePlain(Collection<Integer> wanted) {
    for (int column : new TreeSet<>(wanted)) {
      if (column >= schema.getFieldCount()) {
        throw new UnreadableFileException(
            "the Parquet file has %d columns; columns= names more"
                .formatted(schema.getFieldCount()));
      }
      if (!isPlain(schema.getType(column))) {
        throw new UnreadableFileException(
            "column %s of the Parquet file holds lists or structures; expected a number or a time"
                .formatted(Quoted.of(schema.getType(column).getName())));
      }
    }
  }

  private void requireSizes(long length) {
    long total = 0;
    for (BlockMetaData one : groups) {
      total += one.getRowCount();
      if (one.getRowCount() < 0 || total > MAX_ROWS) {
        throw new UnreadableFileException(
            "the Parquet file says that it has more than %,d rows; upload it in parts"
                .formatted(MAX_ROWS));
      }
      requireSize(one, length);
    }
  }

  private void requireSize(BlockMetaData one, long length) {
    Map<String, ColumnChunkMetaData> chunks = new HashMap<>();
    one.getColumns().forEach(chunk -> chunks.put(chunk.getPath().toDotString(), chunk));
    long bytes = 0;
    for (int place : places) {
      String name = schema.getType(place).getName();
      ColumnChunkMetaData chunk = chunks.get(name);
      if (chunk == null
          || chunk.getValueCount() != one.getRowCount()
          || chunk.getTotalSize() < 0
          || chunk.getStartingPos() < 0
          || chunk.getTotalSize() > length - chunk.getStartingPos()) {
        throw damaged();
      }
      if (!ParquetCodecs.isRead(chunk.getCodec())) {
        throw new UnreadableFileException(
            "column %s of the Parquet file is packed by %s; expected snappy, zstd, gzip, lz4_raw or none, as in to_parquet(path, compression=\"zstd\")"
                .formatted(Quoted.of(name), chunk.getCodec()));
      }
      bytes += chunk.getTotalSize();
    }
    if (bytes > MAX_GROUP_BYTES) {
      throw new UnreadableFileException(
          "a row group of the Parquet file has more than %d MiB; write smaller ones, as to_parquet(path, row_group_size=500_000) does"
              .formatted(MAX_GROUP_BYTES >> 20));
    }
  }

  @Override
  public boolean next() throws IOException {
    return damagedUnless(this::advance);
  }

  private boolean advance() throws IOException {
    while (left == 0) {
      if (group == groups.size()) {
        return false;
      }
      begin(group++);
    }
    left--;
    row++;
    for (int i = 0; i < columns.length; i++) {
      ColumnReader column = columns[i];
      fields[places[i]] =
          column.getCurrentDefinitionLevel() == present[i] ? values.get(i).text(column) : "";
      column.consume();
    }
    return true;
  }

  private void begin(int index) throws IOException {
    left = groups.get(index).getRowCount();
    if (left == 0) {
      return;
    }
    ColumnReadStoreImpl store =
        new ColumnReadStoreImpl(
            reader.readRowGroup(index),
            new DummyRecordConverter(read).getRootConverter(),
            read,
            reader.getFileMetaData().getCreatedBy());
    columns = read.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
    present =
        read.getColumns().stream().mapToInt(ColumnDescriptor::getMaxDefinitionLevel).toArray();
  }

  private static UnreadableFileException damaged() {
    return new UnreadableFileException(DAMAGED);
  }

  /** Of damaged data the reader of the format throws whatever comes. */
  private static <T> T damagedUnless(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (UnreadableFileException e) {
      throw e;
    } catch (RuntimeException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof UnreadableFileException refusal) {
          throw refusal;
        }
      }
      throw new UnreadableFileException(DAMAGED, e);
    } catch (IOException e) {
      throw new UnreadableFileException(DAMAGED, e);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read() throws IOException;
  }

  @Override
  public long line() {
    return row;
  }

  @Override
  public int size() {
    return fields.length;
  }

  @Override
  public String field(int column) {
    return fields[column];
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
