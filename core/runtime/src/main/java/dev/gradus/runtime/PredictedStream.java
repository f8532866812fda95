package dev.gradus.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The predictions of a stream of examples, some of which are predicted at a time.
 *
 * @param predictor of several examples
 * @param atOnce the largest number of examples that are predicted together
 */
record PredictedStream(OfSome predictor, int atOnce) {

  /** Predicts several examples. */
  interface OfSome {

    /**
     * Predicts them.
     *
     * @param before the number of examples before them
     */
    List<Prediction> predict(long before, List<?> examples);
  }

  /** The predictions of these examples, as far as they are taken. */
  Stream<Prediction> of(Stream<?> examples) {
    Iterator<Prediction> predictions = of(examples.iterator());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(predictions, Spliterator.ORDERED), false)
        .onClose(examples::close);
  }

  private Iterator<Prediction> of(Iterator<?> examples) {
    return new Iterator<>() {
      private long before;
      private Iterator<Prediction> some = List.<Prediction>of().iterator();

      @Override
      public boolean hasNext() {
        return some.hasNext() || examples.hasNext();
      }

      @Override
      public Prediction next() {
        if (!hasNext()) {
          throw new NoSuchElementException("there are no more examples");
        }
        if (!some.hasNext()) {
          List<Object> next = new ArrayList<>();
          while (next.size() < atOnce && examples.hasNext()) {
            next.add(examples.next());
          }
          some = predictor.predict(before, next).iterator();
          before += next.size();
        }
        return some.next();
      }
    };
  }
}
