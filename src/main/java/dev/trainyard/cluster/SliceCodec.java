package dev.trainyard.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Converts slices and their answers to bytes and back, exactly. Of Java objects nothing travels: a
 * member that was taken over could make the others run what it likes.
 */
@Component
final class SliceCodec {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final int LARGEST_TEXT = 4_000_000;
  private static final int MOST_TRIALS = 100_000;

  private final ObjectMapper json;

  SliceCodec(ObjectMapper json) {
    this.json = json;
  }

  /**
   * A slice of a study.
   *
   * @param job id of the job
   * @param original what the job is evaluated by
   * @param from first bar, inclusive
   * @param to end, exclusive
   * @param minTrades the constraint of feasible trials, which walk-forward windows scale
   * @param coordinates of each trial
   */
  record Slice(
      UUID job,
      JobCopies.Original original,
      int from,
      int to,
      int minTrades,
      List<double[]> coordinates) {

    Slice {
      coordinates = List.copyOf(coordinates);
    }

    List<Parameters> parameters(ParameterSpace space) {
      return coordinates.stream().map(values -> new Parameters(space, values)).toList();
    }
  }

  /** What became of a slice. */
  enum Outcome {
    /** It was evaluated. */
    EVALUATED,
    /** The member has enough to do. */
    BUSY,
    /** The member cannot evaluate trials of this job, now or later. */
    UNABLE,
    /** A trial failed. */
    FAILED,
    /** The route that takes slices there failed; it may be edited. */
    BROKEN
  }

  /**
   * The answer to a slice.
   *
   * @param reason why it was not evaluated
   * @param evaluations of each trial; empty when it was not evaluated
   */
  record Answer(Outcome outcome, String reason, List<Evaluation> evaluations) {

    Answer {
      evaluations = List.copyOf(evaluations);
    }

    static Answer not(Outcome outcome, String reason) {
      return new Answer(outcome, reason, List.of());
    }
  }

  byte[] encode(Slice slice) {
    return bytes(
        out -> {
          out.writeLong(slice.job.getMostSignificantBits());
          out.writeLong(slice.job.getLeastSignificantBits());
          write(out, slice.original.requestJson());
          write(out, slice.original.spaceJson());
          PinnedInputs inputs = slice.original.inputs();
          out.writeLong(inputs.from().toEpochMilli());
          out.writeLong(inputs.to().toEpochMilli());
          write(out, inputs.fingerprint());
          write(out, inputs.engineVersion());
          write(out, slice.original.codeHash());
          out.writeInt(slice.from);
          out.writeInt(slice.to);
          out.writeInt(slice.minTrades);
          out.writeInt(slice.coordinates.size());
          for (double[] values : slice.coordinates) {
            out.writeInt(values.length);
            for (double value : values) {
              out.writeDouble(value);
            }
          }
        });
  }

  /**
   * @throws IOException when the bytes are no slice
   */
  Slice slice(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    UUID job = new UUID(in.readLong(), in.readLong());
    String request = read(in);
    String space = read(in);
    Instant first = Instant.ofEpochMilli(in.readLong());
    Instant last = Instant.ofEpochMilli(in.readLong());
    PinnedInputs inputs = new PinnedInputs(first, last, read(in), read(in));
    JobCopies.Original original = new JobCopies.Original(request, space, inputs, read(in));
    int from = in.readInt();
    int to = in.readInt();
    int minTrades = in.readInt();
    List<double[]> coordinates = new ArrayList<>();
    int count = count(in, MOST_TRIALS);
    for (int k = 0; k < count; k++) {
      double[] values = new double[count(in, MOST_TRIALS)];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
      coordinates.add(values);
    }
    return new Slice(job, original, from, to, minTrades, coordinates);
  }

  byte[] encode(Answer answer) {
    return bytes(
        out -> {
          write(out, answer.outcome.name());
          write(out, answer.reason);
          out.writeInt(answer.evaluations.size());
          for (Evaluation evaluation : answer.evaluations) {
            out.writeDouble(evaluation.score());
            out.writeDouble(evaluation.violation());
            write(out, json.writeValueAsString(evaluation.metrics().toMap()));
            byte[] returns = evaluation.returns().toBytes();
            out.writeInt(returns.length);
            out.write(returns);
          }
        });
  }

  /**
   * @throws IOException when the bytes are no answer
   */
  Answer answer(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    Outcome outcome = outcome(read(in));
    String reason = read(in);
    List<Evaluation> evaluations = new ArrayList<>();
    int count = count(in, MOST_TRIALS);
    for (int k = 0; k < count; k++) {
      double score = in.readDouble();
      double violation = in.readDouble();
      Metrics metrics = Metrics.fromMap(json.readValue(read(in), OBJECT));
      byte[] returns = in.readNBytes(count(in, LARGEST_TEXT));
      evaluations.add(new Evaluation(score, violation, metrics, ReturnBuckets.fromBytes(returns)));
    }
    return new Answer(outcome, reason, evaluations);
  }

  private static Outcome outcome(String name) throws IOException {
    return Arrays.stream(Outcome.values())
        .filter(outcome -> outcome.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("an answer of an unknown kind: " + name));
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes what is written", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(bytes(in), UTF_8);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[count(in, LARGEST_TEXT)];
    in.readFully(bytes);
    return bytes;
  }

  private static int count(DataInputStream in, int most) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > most) {
      throw new IOException("a length of " + count);
    }
    return count;
  }
}
