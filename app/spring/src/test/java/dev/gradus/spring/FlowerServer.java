package dev.gradus.spring;

import dev.gradus.serve.Reply;
import dev.gradus.serve.Request;
import dev.gradus.serve.Serving;
import dev.gradus.serve.ServingHandler;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers the requests of {@code gradus serve} below an address of the application. */
@RestController
class FlowerServer {

  private static final String PREFIX = "/serving";

  private final ServingHandler handler;

  FlowerServer(ServedModel served) {
    handler = Serving.create().model("flowers", served::model).handler();
  }

  @RequestMapping(PREFIX + "/**")
  ResponseEntity<byte[]> answer(HttpServletRequest request) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    Collections.list(request.getHeaderNames())
        .forEach(name -> headers.put(name, request.getHeader(name)));
    Reply reply =
        handler.answer(
            new Request(
                request.getMethod(),
                request.getRequestURI().substring(PREFIX.length()),
                headers,
                request.getInputStream().readAllBytes()));
    HttpHeaders sent = new HttpHeaders();
    reply.headers().forEach(sent::set);
    return ResponseEntity.status(reply.status()).headers(sent).body(reply.body());
  }
}
