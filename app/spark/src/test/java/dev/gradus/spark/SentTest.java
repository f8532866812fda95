package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.gradus.engine.binding.Setting;
import dev.gradus.engine.distributed.PreparedRows;
import dev.gradus.engine.distributed.SharedRun;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What executors receive is what was sent, with both serializers of Spark. */
class SentTest {

  private static final PreparedRows ROWS =
      new PreparedRows(1, new float[] {1, 2}, new float[] {3}, new float[0], new double[][] {{4}});

  private static SparkConf conf() {
    return new SparkConf(false)
        .set("spark.kryo.registrationRequired", "true")
        .set("spark.kryo.registrator", GradusRegistrator.class.getName());
  }

  /** Kryo refuses classes that are not registered. */
  private static <T extends Serializable> List<T> received(T value) {
    SparkConf conf = conf();
    return List.of(
        received(value, new JavaSerializer(conf)), received(value, new KryoSerializer(conf)));
  }

  private static <T extends Serializable> T received(T value, Serializer serializer) {
    ClassTag<Sent<T>> tag = ClassTag$.MODULE$.apply(Sent.class);
    ByteBuffer bytes = serializer.newInstance().serialize(new Sent<>(value), tag);
    T received = serializer.newInstance().<Sent<T>>deserialize(bytes, tag).value();
    assertNotSame(value, received);
    return received;
  }

  @Test
  void theRowsOfBatchesArrive() {
    for (SentRows rows : received(SentRows.of(index -> ROWS, 0, 2))) {
      assertArrayEquals(ROWS.inputs(), rows.batch(1).inputs());
      assertArrayEquals(ROWS.auxiliary(), rows.batch(1).auxiliary());
    }
  }

  @Test
  void aRunArrives() {
    SharedRun run = new SharedRun(new byte[] {1, 2}, 1, 1, 1, new double[] {0.5}, ROWS);
    for (SharedRun received : received(run)) {
      assertArrayEquals(run.model(), received.model());
      assertArrayEquals(run.classWeights(), received.classWeights());
      assertArrayEquals(ROWS.targets(), received.prepared().targets());
    }
    assertEquals(2, received(new RunWorkers(run)).size());
  }

  @Test
  void weightsAndModelsArrive() {
    for (SharedWeights weights : received(new SharedWeights(new float[] {1, -2}))) {
      assertArrayEquals(new float[] {1, -2}, weights.values());
    }
    for (SharedModel model : received(new SharedModel(new byte[] {5}))) {
      assertArrayEquals(new byte[] {5}, model.file());
    }
  }

  @Test
  void aJobOfStudiesArrives() throws Exception {
    SharedRows rows =
        SharedRows.of(
            sink -> {
              sink.columns(List.of("x", "y"));
              sink.numbers(1, 2);
              sink.row("a", "b");
            },
            RowsMemory.of(1 << 20, 1 << 20));
    SharedJob job =
        new SharedJob("loss: hinge", List.of(new Setting("a.b", "1")), rows, Optional.empty());
    assertEquals(2, received(job).size());
  }

  /** What a task returns is not enclosed. */
  @Test
  void gradientsArriveAtTheDriver() {
    byte[][] gradients = {{1, 2}, {}, {3}};
    ClassTag<byte[][]> tag = ClassTag$.MODULE$.apply(byte[][].class);
    for (Serializer serializer : List.of(new JavaSerializer(conf()), new KryoSerializer(conf()))) {
      ByteBuffer bytes = serializer.newInstance().serialize(gradients, tag);
      assertArrayEquals(gradients, serializer.newInstance().<byte[][]>deserialize(bytes, tag));
    }
  }
}
