package dev.gradus.runtime.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gradus.spi.Activation;
import dev.gradus.spi.Initializer;
import dev.gradus.spi.Layer;
import dev.gradus.spi.LayerFunction;
import dev.gradus.spi.LayerSite;
import dev.gradus.spi.Loss;
import dev.gradus.spi.Options;
import dev.gradus.spi.Plugin;
import dev.gradus.spi.PointwiseActivation;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The structure of a network is written with every option, and read strictly. */
class NetworkJsonTest {

  /** What there is to choose from. */
  public enum Way {
    /** One. */
    UP,
    /** The other. */
    FAR_DOWN
  }

  /** Of which there are two kinds. */
  public sealed interface Shape permits Round {}

  /** One of them. */
  @Plugin(name = "round", summary = "Round.")
  public record Round(double radius) implements Shape {
    /** Of radius 1. */
    public Round() {
      this(1);
    }
  }

  /** A nested record. */
  public record Pair(int first, String second) {}

  /** With an option of every type. */
  @Plugin(name = "all", summary = "All.")
  public record All(
      Optional<Integer> units,
      long count,
      double rate,
      boolean on,
      String text,
      Way way,
      List<Layer> layers,
      Map<String, Double> byName,
      Pair pair,
      Shape shape,
      Optional<Activation> activation,
      Optional<Initializer> start)
      implements Layer {

    /** The defaults. */
    public All() {
      this(
          Optional.of(3),
          1,
          0.5,
          true,
          "a",
          Way.UP,
          List.of(),
          Map.of(),
          new Pair(1, "x"),
          new Round(),
          Optional.empty(),
          Optional.empty());
    }

    /** Refuses a rate. */
    public All {
      if (rate < 0) {
        throw new IllegalArgumentException("rate must be at least 0");
      }
    }

    @Override
    public LayerFunction build(LayerSite site) {
      throw new UnsupportedOperationException();
    }
  }

  /** Without options. */
  @Plugin(name = "straight", summary = "Straight.")
  public record Straight() implements PointwiseActivation {

    @Override
    public double value(double z) {
      return z;
    }

    @Override
    public double derivative(double z) {
      return 1;
    }
  }

  /** A loss that is not installed. */
  @Plugin(name = "lost", summary = "Lost.")
  public record Lost() implements Loss {

    @Override
    public double evaluate(double[] prediction, double[] target, double[] gradient) {
      return 0;
    }
  }

  private static final All DEFAULTS = new All();

  private static final All OTHERS =
      new All(
          Optional.empty(),
          1L << 60,
          0.1,
          false,
          "\"é\n",
          Way.FAR_DOWN,
          List.of(DEFAULTS),
          Map.of("b", 2.5),
          new Pair(-7, ""),
          new Round(1e-300),
          Optional.of(new Straight()),
          Optional.of((weights, fanIn, fanOut, random) -> {}));

  private static Class<?> find(Class<?> kind, String name) throws UnfitPluginException {
    return switch (kind.getSimpleName() + " " + name) {
      case "Layer all" -> All.class;
      case "Activation straight" -> Straight.class;
      default -> throw new UnfitPluginException("no " + name);
    };
  }

  private static Map<String, Object> values(Object one) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      try {
        values.put(Options.nameOf(component), component.getAccessor().invoke(one));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  private static NetworkJson read(String text) throws IOException {
    return NetworkJson.read(text, NetworkJsonTest::find, false);
  }

  private static String written(All layer) {
    return new NetworkJson(List.of(layer), 2, Optional.empty()).write(NetworkJsonTest::values);
  }

  @Test
  void everyOptionIsWrittenAndRead() throws IOException {
    NetworkJson network = read(written(OTHERS));
    All layer = (All) network.layers().get(0);
    assertEquals(2, network.outputs());
    assertEquals(Optional.empty(), layer.units());
    assertEquals(1L << 60, layer.count());
    assertEquals(0.1, layer.rate());
    assertEquals("\"é\n", layer.text());
    assertEquals(Way.FAR_DOWN, layer.way());
    assertEquals(List.of(DEFAULTS), layer.layers());
    assertEquals(Map.of("b", 2.5), layer.byName());
    assertEquals(new Pair(-7, ""), layer.pair());
    assertEquals(new Round(1e-300), layer.shape());
    assertEquals(Optional.of(new Straight()), layer.activation());
    assertEquals(Optional.empty(), layer.start());
  }

  @Test
  void itLooksLikeThis() {
    assertEquals(
        "{\"layers\":[{\"all\":{\"units\":3,\"count\":1,\"rate\":0.5,\"on\":true,\"text\":\"a\","
            + "\"way\":\"UP\",\"layers\":[],\"by-name\":{},\"pair\":{\"first\":1,\"second\":\"x\"},"
            + "\"shape\":{\"round\":{\"radius\":1.0}}}}],\"outputs\":2}",
        written(DEFAULTS));
  }

  @Test
  void whatAnEarlierVersionDidNotHaveIsAsTheDefaultsHaveIt() throws IOException {
    All layer = (All) read("{\"layers\":[{\"all\":{\"rate\":2}}],\"outputs\":1}").layers().get(0);
    assertEquals(2, layer.rate());
    assertEquals("a", layer.text());
    assertEquals(new Round(), layer.shape());
  }

  @Test
  void aLossIsLeftOutWherePredictionsDoNotNeedIt() throws IOException {
    String text =
        new NetworkJson(List.of(DEFAULTS), 1, Optional.of(new Lost()))
            .write(NetworkJsonTest::values);
    assertEquals(Optional.empty(), read(text).loss());
    assertEquals(Optional.of("no lost"), read(text).lack());
    assertThrows(
        UnfitPluginException.class, () -> NetworkJson.read(text, NetworkJsonTest::find, true));
  }

  @Test
  void aLossThatPredictionsNeedIsThere() {
    IOException e =
        assertThrows(
            IOException.class,
            () -> NetworkJson.read(written(DEFAULTS), NetworkJsonTest::find, true));
    assertEquals("it lacks 'loss', which its predictions need", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|it lacks 'layers', or has it out of order",
        "{'layers':[],'outputs':1}|it has 0 layers and 1 outputs",
        "{'layers':[{'all':{}}],'outputs':0}|it has 1 layers and 0 outputs",
        "{'layers':[{'none':{}}],'outputs':1}|no none",
        "{'layers':[{'all':{},'all2':{}}],'outputs':1}|it has a key instead of '}'",
        "{'layers':[{'all':{'colour':1}}],'outputs':1}|all has no option 'colour' here; add the jar that the model was made with",
        "{'layers':[{'all':{'rate':-1}}],'outputs':1}|all rejects its options (rate must be at least 0); add the jar that the model was made with",
        "{'layers':[{'all':{'way':'SIDE'}}],'outputs':1}|there is no 'SIDE'",
        "{'layers':[{'all':{'shape':{'square':{}}}}],'outputs':1}|there is no 'square'",
        "{'layers':[{'all':{'units':2147483648}}],'outputs':1}|2147483648 is too large for an int",
        "{'layers':[{'all':{'pair':{'first':1}}}],'outputs':1}|the option 'second' is missing",
        "{'layers':[{'all':{'start':{'zeros':{}}}}],'outputs':1}|all has no option 'start' here; add the jar that the model was made with",
        "{'layers':[{'all':{}}],'outputs':1,'more':1}|it has a key instead of '}'"
      })
  void whatIsNotToTheLetterIsRefused(String text, String sentence) {
    IOException e = assertThrows(IOException.class, () -> read(text.replace('\'', '"')));
    assertEquals(sentence, e.getMessage());
  }
}
