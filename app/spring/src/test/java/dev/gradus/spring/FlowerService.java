package dev.gradus.spring;

import dev.gradus.engine.Gradus;
import dev.gradus.engine.Job;
import dev.gradus.engine.config.Configuration;
import dev.gradus.engine.table.Table;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Trains when it starts, continues to learn on request, and answers requests at the same time. */
@SpringBootApplication
@RestController
public class FlowerService {

  private final Gradus gradus;
  private final ServedModel served;
  private final MeterRegistry meters;
  private final Configuration configuration;
  private final Path file;

  FlowerService(
      Gradus gradus, ServedModel served, MeterRegistry meters, @Value("${flowers}") Path file) {
    this.gradus = gradus;
    this.served = served;
    this.meters = meters;
    this.file = file;
    configuration = gradus.read(Path.of("../examples/iris.yaml"));
  }

  @PostConstruct
  void learn() {
    served.serve(gradus.job(configuration).train().model());
  }

  @PostMapping("/species")
  Map<String, Double> species(@RequestBody Map<String, Object> flower) {
    return served.predict(predictor -> predictor.predict(flower)).probabilities();
  }

  @PostMapping("/flowers")
  void learnFrom(@RequestBody List<Map<String, Object>> flowers) {
    Job job = gradus.job(configuration).from(served.model()).on(Table.ofMaps(flowers));
    gradus.save(job.listener(new TrainingMeters(meters, "flowers")).train().model(), file);
    served.reload();
  }

  @PostMapping("/reload")
  void reload() {
    served.reload();
  }
}
