package dev.trainyard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Outcome;
import dev.trainyard.cluster.SliceCodec.Slice;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.pipeline.JobCopies;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SliceCodecTest {
  private static final ParameterSpace SPACE = TestFunction.TRADELIKE.space();

  private final SliceCodec codec = new SliceCodec(new ObjectMapper());

  private static Slice slice() {
    JobCopies.Original original =
        new JobCopies.Original(
            "{\"strategy\": \"A\"}",
            "[]",
            new PinnedInputs(Instant.ofEpochMilli(1), Instant.ofEpochMilli(2), "print", "4"),
            "hash");
    double[] point = new double[SPACE.size()];
    Arrays.fill(point, 0.1 + 0.2);
    return new Slice(new UUID(7, 8), original, 3, 9, 5, List.of(point, point.clone()));
  }

  @Test
  void aSliceArrivesAsItWasSent() throws IOException {
    Slice sent = slice();

    Slice arrived = codec.slice(codec.encode(sent));

    assertThat(arrived.job()).isEqualTo(sent.job());
    assertThat(arrived.original()).isEqualTo(sent.original());
    assertThat(arrived.from()).isEqualTo(3);
    assertThat(arrived.to()).isEqualTo(9);
    assertThat(arrived.minTrades()).isEqualTo(5);
    assertThat(arrived.parameters(SPACE)).isEqualTo(sent.parameters(SPACE));
  }

  @Test
  void anAnswerArrivesBitForBit() throws IOException {
    Parameters point = slice().parameters(SPACE).get(0);
    Evaluation evaluation = TestFunction.TRADELIKE.evaluate(point);

    Answer arrived =
        codec.answer(codec.encode(new Answer(Outcome.EVALUATED, "", List.of(evaluation))));

    assertThat(arrived.outcome()).isEqualTo(Outcome.EVALUATED);
    assertThat(arrived.evaluations())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(Double.doubleToLongBits(one.score()))
                  .isEqualTo(Double.doubleToLongBits(evaluation.score()));
              assertThat(one.metrics()).isEqualTo(evaluation.metrics());
              assertThat(one.returns().toBytes()).isEqualTo(evaluation.returns().toBytes());
            });
  }

  @Test
  void bytesThatAreNoSliceAreRefused() {
    byte[] slice = codec.encode(slice());
    for (int length = 0; length < slice.length; length++) {
      byte[] cut = Arrays.copyOf(slice, length);
      assertThatExceptionOfType(IOException.class)
          .as("the first %d bytes", length)
          .isThrownBy(() -> codec.slice(cut));
    }
    byte[] longText = slice.clone();
    Arrays.fill(longText, 16, 20, (byte) 0x7f);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> codec.slice(longText))
        .withMessageContaining("a length of");
  }
}
