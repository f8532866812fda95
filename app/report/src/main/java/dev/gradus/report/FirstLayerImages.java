package dev.gradus.report;

import dev.gradus.engine.plugin.PluginType;
import dev.gradus.engine.study.ImageExamples;
import dev.gradus.engine.study.Study;
import dev.gradus.spi.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/** What the first layer of a network on images looks for: its weights as pictures. */
final class FirstLayerImages {

  private static final int MOST_UNITS = 32;

  private FirstLayerImages() {}

  static void add(PageBuilder page, Study study) {
    study.images().ifPresent(images -> add(page, study, images));
  }

  private static void add(PageBuilder page, Study study, ImageExamples images) {
    List<Map<String, FMatrixRMaj>> weights = study.model().weights();
    Optional<Integer> first =
        IntStream.range(0, weights.size())
            .boxed()
            .filter(k -> !weights.get(k).isEmpty())
            .findFirst();
    if (first.isEmpty()) {
      return;
    }
    String kind = PluginType.nameOf(study.model().layers().get(first.get()));
    Optional<FMatrixRMaj> weight = Optional.ofNullable(weights.get(first.get()).get("weight"));
    boolean isFilter = kind.equals("conv2d");
    if (weight.isEmpty() || !(isFilter || kind.equals("dense"))) {
      return;
    }
    int channels = images.shape().channels();
    int places = weight.get().getNumRows() / channels;
    int side = (int) Math.round(Math.sqrt(places));
    Shape shape =
        isFilter
            ? Shape.image(side, side, 1)
            : Shape.image(images.shape().height(), images.shape().width(), 1);
    if (shape.columns() * channels == weight.get().getNumRows()) {
      add(page, weight.get(), shape, channels, isFilter ? "filter" : "unit");
    }
  }

  private static void add(
      PageBuilder page, FMatrixRMaj weight, Shape shape, int channels, String unit) {
    int units = weight.getNumCols();
    page.heading("The %ss of the first layer".formatted(unit));
    Html list = new Html().open("ul", "class", "thumbnails");
    for (int u = 0; u < Math.min(MOST_UNITS, units); u++) {
      int column = u;
      List<Double> numbers =
          IntStream.range(0, shape.columns())
              .mapToObj(place -> meanOfChannels(weight, place, channels, column))
              .toList();
      double reach = numbers.stream().mapToDouble(Math::abs).max().orElse(0);
      list.open("li");
      list.add(Thumbnail.signed(shape, numbers, reach, "weights of %s %s".formatted(unit, u + 1)));
      list.text("%s, up to %s".formatted(u + 1, Prose.number(reach))).close("li");
    }
    page.add(list.close("ul"));
    page.note(
        "Each picture shows the weights of one %s%s: orange above 0, blue below, the strongest colour at the largest of them. A %s responds to what looks like its picture.%s"
            .formatted(
                unit,
                channels == 1 ? "" : " (the mean over the channels)",
                unit,
                units > MOST_UNITS
                    ? " Of %s %ss, the first %s are shown.".formatted(units, unit, MOST_UNITS)
                    : ""));
  }

  private static double meanOfChannels(FMatrixRMaj weight, int place, int channels, int unit) {
    return IntStream.range(0, channels)
        .mapToDouble(channel -> weight.get(place * channels + channel, unit))
        .average()
        .orElseThrow();
  }
}
