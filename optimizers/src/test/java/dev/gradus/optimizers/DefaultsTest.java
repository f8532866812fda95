package dev.gradus.optimizers;

import dev.gradus.optimizers.schedules.InverseSqrt;
import dev.gradus.optimizers.schedules.OneCycle;
import dev.gradus.optimizers.schedules.ReduceOnPlateau;
import dev.gradus.testkit.Defaults;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Defaults are those of the source that the class names, copied here from that source. */
class DefaultsTest {

  @TestFactory
  Stream<DynamicNode> defaults() {
    return Stream.of(
        Defaults.of(
            Sgd.class,
            Map.of("momentum", 0.0, "dampening", 0.0, "nesterov", false, "weight-decay", 0.0)),
        Defaults.of(Adagrad.class, Map.of("epsilon", 1e-10)),
        Defaults.of(Adadelta.class, Map.of("rho", 0.9, "epsilon", 1e-6)),
        Defaults.of(
            Rmsprop.class,
            Map.of("alpha", 0.99, "epsilon", 1e-8, "centered", false, "momentum", 0.0)),
        Defaults.of(
            Adam.class,
            Map.of(
                "beta1",
                0.9,
                "beta2",
                0.999,
                "learning-rate",
                0.001,
                "epsilon",
                1e-8,
                "amsgrad",
                false)),
        Defaults.of(
            Adamw.class,
            Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8, "weight-decay", 0.01)),
        Defaults.of(
            Adamax.class,
            Map.of("beta1", 0.9, "beta2", 0.999, "learning-rate", 0.002, "epsilon", 1e-8)),
        Defaults.of(Nadam.class, Map.of("beta1", 0.9, "beta2", 0.999, "momentum-decay", 0.004)),
        Defaults.of(Radam.class, Map.of("beta1", 0.9, "beta2", 0.999, "learning-rate", 0.001)),
        Defaults.of(Adabelief.class, Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-16)),
        Defaults.of(
            Yogi.class,
            Map.of(
                "beta1",
                0.9,
                "beta2",
                0.999,
                "learning-rate",
                0.01,
                "epsilon",
                1e-3,
                "initial-accumulator",
                1e-6)),
        Defaults.of(Lion.class, Map.of("beta1", 0.9, "beta2", 0.99)),
        Defaults.of(Lamb.class, Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-6)),
        Defaults.of(
            Lars.class, Map.of("momentum", 0.9, "weight-decay", 5e-4, "trust-coefficient", 0.001)),
        Defaults.of(
            Rprop.class,
            Map.of("eta-minus", 0.5, "eta-plus", 1.2, "max-step", 50.0, "min-step", 1e-6)),
        Defaults.of(Asgd.class, Map.of("learning-rate-decay", 1e-4, "power", 0.75)),
        Defaults.of(Ftrl.class, Map.of("beta", 1.0, "l1", 0.0, "l2", 0.0)),
        Defaults.of(Lbfgs.class, Map.of("learning-rate", 1.0, "history", 10)),
        Defaults.of(Muon.class, Map.of("momentum", 0.95, "learning-rate", 0.02)),
        Defaults.of(
            ScheduleFreeAdamw.class, Map.of("beta1", 0.9, "beta2", 0.999, "learning-rate", 0.0025)),
        Defaults.of(Sam.class, Map.of("rho", 0.05)),
        Defaults.of(
            Prodigy.class,
            Map.of(
                "learning-rate",
                1.0,
                "beta1",
                0.9,
                "beta2",
                0.999,
                "epsilon",
                1e-8,
                "weight-decay",
                0.0,
                "initial-distance",
                1e-6,
                "d-coef",
                1.0)),
        Defaults.of(
            ReduceOnPlateau.class, Map.of("factor", 0.1, "patience", 10, "threshold", 1e-4)),
        Defaults.of(
            OneCycle.class,
            Map.of("warm-up-fraction", 0.3, "div-factor", 25.0, "final-div-factor", 1e4)),
        Defaults.of(InverseSqrt.class, Map.of("warm-up-steps", 4000)));
  }
}
