package dev.gradus.spark;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What is sent to executors, once for each, by Java's serialization. With {@code spark.serializer}
 * set to Kryo, Spark has Kryo send it: then Kryo has it written in this way too, since it can make
 * neither records nor immutable lists.
 *
 * @param <T> the type of what is sent
 */
@DefaultSerializer(JavaSerializer.class)
final class Sent<T extends Serializable> implements Serializable {

  private static final long serialVersionUID = 1;

  private final T value;

  /** Encloses what is sent. */
  Sent(T value) {
    this.value = value;
  }

  /** Sends a value when the first task needs it. */
  static <T extends Serializable> Broadcast<Sent<T>> to(JavaSparkContext context, T value) {
    return context.broadcast(new Sent<>(value));
  }

  /** What was sent; the same object for all tasks of a process. */
  T value() {
    return value;
  }
}
