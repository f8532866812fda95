package dev.gradus.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.ExecutePlanRequest;
import org.apache.spark.connect.proto.ExecutePlanResponse;
import org.apache.spark.connect.proto.Expression;
import org.apache.spark.connect.proto.MlCommand;
import org.apache.spark.connect.proto.MlCommandResult;
import org.apache.spark.connect.proto.MlOperator;
import org.apache.spark.connect.proto.MlParams;
import org.apache.spark.connect.proto.MlRelation;
import org.apache.spark.connect.proto.ObjectRef;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Read;
import org.apache.spark.connect.proto.Relation;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc;
import org.apache.spark.connect.proto.UserContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connect.service.SparkConnectService;
import org.apache.spark.sql.connect.service.SparkConnectService$;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkproject.connect.grpc.Grpc;
import org.sparkproject.connect.grpc.InsecureChannelCredentials;
import org.sparkproject.connect.grpc.ManagedChannel;

/** A client of Spark Connect trains, predicts, saves and loads; the server is in this process. */
@Tag("slow")
class ConnectTest {

  private static final String[] SETTINGS = {"training.epochs=3", "training.batch-size=12"};
  private static final String SESSION = UUID.randomUUID().toString();

  @TempDir static Path folder;

  private static SparkSession session;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    session = Sessions.local();
    SparkConnectService.start(session.sparkContext());
    channel =
        Grpc.newChannelBuilder(
                "localhost:" + SparkConnectService$.MODULE$.localPort(),
                InsecureChannelCredentials.create())
            .build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    SparkConnectService.stop(scala.Option.empty(), scala.Option.empty());
    session.stop();
  }

  private static List<ExecutePlanResponse> execute(Plan plan) {
    List<ExecutePlanResponse> responses = new ArrayList<>();
    SparkConnectServiceGrpc.newBlockingStub(channel)
        .executePlan(
            ExecutePlanRequest.newBuilder()
                .setSessionId(SESSION)
                .setUserContext(UserContext.newBuilder().setUserId("tester"))
                .setPlan(plan)
                .build())
        .forEachRemaining(responses::add);
    return responses;
  }

  private static MlCommandResult execute(MlCommand.Builder command) {
    return execute(Plan.newBuilder().setCommand(Command.newBuilder().setMlCommand(command)).build())
        .stream()
        .filter(ExecutePlanResponse::hasMlCommandResult)
        .findFirst()
        .orElseThrow()
        .getMlCommandResult();
  }

  private static Relation flowers() {
    return Relation.newBuilder()
        .setRead(
            Read.newBuilder()
                .setDataSource(
                    Read.DataSource.newBuilder()
                        .setFormat("csv")
                        .putOptions("header", "true")
                        .putOptions("inferSchema", "true")
                        .addPaths(Sessions.example("iris.csv").toString())))
        .build();
  }

  private static Expression.Literal text(String value) {
    return Expression.Literal.newBuilder().setString(value).build();
  }

  @SuppressWarnings("deprecation") // what clients of Spark 4.0 send
  private static Expression.Literal texts(String... values) {
    Expression.Literal.Array.Builder array =
        Expression.Literal.Array.newBuilder()
            .setElementType(
                org.apache.spark.connect.proto.DataType.newBuilder()
                    .setString(
                        org.apache.spark.connect.proto.DataType.String.getDefaultInstance()));
    for (String value : values) {
      array.addElements(text(value));
    }
    return Expression.Literal.newBuilder().setArray(array).build();
  }

  private static MlOperator operator(Class<?> type, MlOperator.OperatorType kind) {
    return MlOperator.newBuilder().setName(type.getName()).setUid("flowers").setType(kind).build();
  }

  private static long rows(ObjectRef model) {
    Relation predicted =
        Relation.newBuilder()
            .setMlRelation(
                MlRelation.newBuilder()
                    .setTransform(
                        MlRelation.Transform.newBuilder().setObjRef(model).setInput(flowers())))
            .build();
    return execute(Plan.newBuilder().setRoot(predicted).build()).stream()
        .filter(ExecutePlanResponse::hasArrowBatch)
        .mapToLong(each -> each.getArrowBatch().getRowCount())
        .sum();
  }

  @Test
  void aClientTrainsPredictsSavesAndLoads() throws Exception {
    String config = Files.readString(Sessions.example("iris.yaml"));
    ObjectRef model =
        execute(
                MlCommand.newBuilder()
                    .setFit(
                        MlCommand.Fit.newBuilder()
                            .setEstimator(
                                operator(
                                    GradusEstimator.class,
                                    MlOperator.OperatorType.OPERATOR_TYPE_ESTIMATOR))
                            .setParams(
                                MlParams.newBuilder()
                                    .putParams("config", text(config))
                                    .putParams("settings", texts(SETTINGS)))
                            .setDataset(flowers())))
            .getOperatorInfo()
            .getObjRef();
    assertEquals(150, rows(model));
    Path saved = folder.resolve("model");
    execute(
        MlCommand.newBuilder()
            .setWrite(MlCommand.Write.newBuilder().setObjRef(model).setPath(saved.toString())));
    assertArrayEquals(
        dev.gradus.spark.Command.train(
            Sessions.example("iris.yaml"), folder.resolve("alone"), SETTINGS),
        GradusModel.load(saved.toString()).toBytes());
    ObjectRef loaded =
        execute(
                MlCommand.newBuilder()
                    .setRead(
                        MlCommand.Read.newBuilder()
                            .setPath(saved.toString())
                            .setOperator(
                                operator(
                                    GradusModel.class,
                                    MlOperator.OperatorType.OPERATOR_TYPE_MODEL))))
            .getOperatorInfo()
            .getObjRef();
    assertEquals(150, rows(loaded));
  }
}
