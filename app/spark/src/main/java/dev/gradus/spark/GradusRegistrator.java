package dev.gradus.spark;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.util.io.ChunkedByteBuffer;

/**
 * Registers with Kryo what the driver and the executors send each other, for applications that set
 * {@code spark.kryo.registrationRequired}. It is one of the names in {@code
 * spark.kryo.registrator}, which are separated by commas:
 *
 * <pre>{@code
 * spark.serializer                 org.apache.spark.serializer.KryoSerializer
 * spark.kryo.registrationRequired  true
 * spark.kryo.registrator           dev.gradus.spark.GradusRegistrator
 * }</pre>
 */
public final class GradusRegistrator implements KryoRegistrator {

  /** A registrator; Spark creates it. */
  public GradusRegistrator() {}

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(Sent.class, new JavaSerializer());
    // The gradients of the batches of a task.
    kryo.register(byte[][].class);
    // The rows of a DataFrame, as Spark sends them.
    kryo.register(ChunkedByteBuffer.class);
    kryo.register(ChunkedByteBuffer[].class);
  }
}
