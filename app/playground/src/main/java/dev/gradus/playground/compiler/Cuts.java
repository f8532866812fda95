package dev.gradus.playground.compiler;

import java.util.List;
import java.util.Set;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.ElementModifier;
import org.teavm.model.MethodDescriptor;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.Program;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.ExitInstruction;
import org.teavm.model.instructions.IntegerConstantInstruction;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.model.instructions.LongConstantInstruction;
import org.teavm.model.instructions.RaiseInstruction;

/**
 * Leaves out what a page never does, so that it is small: columns of dates, groups and whitened
 * inputs, models that training starts from, members of an ensemble.
 *
 * <p>The settings of the page cannot ask for any of these. If one is reached nevertheless, there is
 * an exception.
 */
final class Cuts implements ClassHolderTransformer {

  /** Classes whose methods throw an exception. */
  private static final Set<String> CLASSES =
      Set.of(
          "dev.gradus.engine.config.LayerPlace",
          "dev.gradus.engine.data.BooleanSpec",
          "dev.gradus.engine.data.DateCells",
          "dev.gradus.engine.data.DateGuess",
          "dev.gradus.engine.data.DateSpec",
          "dev.gradus.engine.data.EqualRows",
          "dev.gradus.engine.data.Groups",
          "dev.gradus.engine.data.PreparationInParts",
          "dev.gradus.engine.data.Quantities",
          "dev.gradus.engine.data.RowTimes",
          "dev.gradus.engine.data.WhiteningLearner",
          "dev.gradus.engine.linear.Lanczos",
          "dev.gradus.engine.linear.RowBlocks",
          "dev.gradus.engine.linear.StoredRows",
          "dev.gradus.engine.plugin.UsedPlugins",
          "dev.gradus.engine.linear.PrincipalAxes",
          "dev.gradus.engine.linear.SymmetricEigen",
          "dev.gradus.engine.training.update.NestedSchedules",
          "dev.gradus.engine.training.StartedPreparation",
          "dev.gradus.engine.training.Transplant",
          "dev.gradus.layers.MemberDense",
          "dev.gradus.runtime.column.BooleanColumn",
          "dev.gradus.runtime.column.BooleanWords",
          "dev.gradus.runtime.column.DateColumn",
          "dev.gradus.runtime.column.DatePart",
          "dev.gradus.runtime.column.DateText",
          "dev.gradus.runtime.column.Decimal",
          "dev.gradus.runtime.column.ShortestDecimal",
          "dev.gradus.runtime.column.Whitener",
          "dev.gradus.runtime.network.EachMember",
          "dev.gradus.spi.FloatBlocks",
          "dev.gradus.typed.ClassFile",
          "dev.gradus.typed.LoopWriter");

  /** Single methods that throw an exception. */
  private static final Set<String> METHODS =
      Set.of(
          "dev.gradus.engine.data.CategoricalSpec.kept",
          "dev.gradus.engine.data.CategoricalSpec.mostFrequent",
          "dev.gradus.engine.data.ColumnLearner.learnTogether",
          "dev.gradus.engine.examples.Batches.copy",
          "dev.gradus.engine.examples.Batches.ofMembers",
          "dev.gradus.engine.loss.FittedLoss.learnedWithOwnBatches",
          "dev.gradus.engine.network.Block.ofMembers",
          "dev.gradus.engine.network.Network.withOwnRows",
          "dev.gradus.engine.network.Network.newOwnBatchesPass",
          "dev.gradus.engine.network.Pass.joined",
          "dev.gradus.engine.table.NumberStyle.parseUnusual",
          "dev.gradus.engine.table.NumericColumn.value",
          "dev.gradus.runtime.network.ActivationLayer.ofMembers");

  /**
   * Records that are compared as objects here, and have no text: all are in some set or list, so
   * that the methods of each would be needed.
   */
  private static final List<String> RECORDS =
      List.of(
          "dev.gradus.activations.",
          "dev.gradus.engine.",
          "dev.gradus.layers.",
          "dev.gradus.losses.",
          "dev.gradus.optimizers.",
          "dev.gradus.playground.",
          "dev.gradus.runtime.",
          "dev.gradus.spi.AuxiliaryColumn",
          "dev.gradus.spi.JointOptimizer",
          "dev.gradus.spi.LearnedActivation",
          "dev.gradus.spi.LossOnData",
          "dev.gradus.spi.Optimizer",
          "dev.gradus.spi.Tensor",
          "dev.gradus.typed.");

  /** Records of these packages that are compared. */
  private static final Set<String> COMPARED =
      Set.of(
          "dev.gradus.engine.training.update.UpdateOptions",
          "dev.gradus.engine.training.update.MonitoredMetric",
          "dev.gradus.runtime.problem.Problem");

  /**
   * Methods that do nothing: warnings that nobody sees, limits of memory, loops that only the Java
   * runtime makes faster, and a refusal of empty cells, which the page refuses itself.
   */
  private static final Set<String> SILENT =
      Set.of(
          "dev.gradus.engine.data.ColumnCells.refuseMissing",
          "dev.gradus.engine.data.LostDigits.warn",
          "dev.gradus.engine.network.Network.checkOwnBatches",
          "dev.gradus.engine.network.Network.initializationBytes",
          "dev.gradus.engine.network.Network.largestArray",
          "dev.gradus.engine.network.Network.learningBytes",
          "dev.gradus.engine.network.Network.hasOwnBatches",
          "dev.gradus.engine.network.Network.threadBytes",
          "dev.gradus.engine.network.Network.trainingBytes",
          "dev.gradus.engine.network.Pass.bytes",
          "dev.gradus.engine.training.Evaluator.bytes",
          "dev.gradus.engine.training.ExperimentBuilder.warnOfCells",
          "dev.gradus.engine.training.ExperimentBuilder.warnOfCutGroups",
          "dev.gradus.engine.training.MemoryPlan.bytesOfGrouped",
          "dev.gradus.engine.training.MemoryPlan.bytesOfWeight",
          "dev.gradus.engine.training.MemoryPlan.check",
          "dev.gradus.engine.training.SplitMemory.check",
          "dev.gradus.engine.training.SplitMemory.checkFolds",
          "dev.gradus.engine.training.TrainingChecks.checkOwnBatches",
          "dev.gradus.engine.training.TrainingChecks.warnOfOwnBatches",
          "dev.gradus.spi.FloatBlocks.isWorth");

  private static final Set<MethodDescriptor> OF_OBJECT =
      Set.of(
          new MethodDescriptor("toString", String.class),
          new MethodDescriptor("hashCode", int.class),
          new MethodDescriptor("equals", Object.class, boolean.class));

  private static final MethodReference REFUSAL =
      new MethodReference(
          "dev.gradus.playground.instead.Missing",
          "cut",
          ValueType.object("java.lang.RuntimeException"));

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    String name = type.getName();
    int end = name.indexOf('$');
    boolean cut = CLASSES.contains(end < 0 ? name : name.substring(0, end));
    if ("java.lang.Record".equals(type.getParent())
        && !COMPARED.contains(name)
        && RECORDS.stream().anyMatch(name::startsWith)) {
      plain(type);
    }
    for (MethodHolder method : type.getMethods()) {
      if (method.hasModifier(ElementModifier.ABSTRACT)
          || method.hasModifier(ElementModifier.NATIVE)) {
        continue;
      }
      if (SILENT.contains(name + "." + method.getName())
          || cut && method.getName().equals("<clinit>")) {
        method.setProgram(silent(method));
      } else if (cut || METHODS.contains(name + "." + method.getName())) {
        method.setProgram(refusing(method));
      }
    }
  }

  /** Leaves a record with the methods of {@code Object}. */
  private static void plain(ClassHolder type) {
    for (MethodHolder method : List.copyOf(type.getMethods())) {
      if (OF_OBJECT.contains(method.getDescriptor())) {
        type.removeMethod(method);
      }
    }
  }

  private static Program program(MethodHolder method) {
    Program program = new Program();
    for (int i = 0; i <= method.parameterCount(); i++) {
      program.createVariable();
    }
    program.createBasicBlock();
    return program;
  }

  /** Does nothing; a number of bytes is 0, and a boolean is false. */
  private static Program silent(MethodHolder method) {
    Program program = program(method);
    BasicBlock block = program.basicBlockAt(0);
    ExitInstruction exit = new ExitInstruction();
    if (method.getResultType() == ValueType.LONG) {
      Variable none = program.createVariable();
      LongConstantInstruction zero = new LongConstantInstruction();
      zero.setReceiver(none);
      block.add(zero);
      exit.setValueToReturn(none);
    } else if (method.getResultType() == ValueType.BOOLEAN) {
      Variable no = program.createVariable();
      IntegerConstantInstruction zero = new IntegerConstantInstruction();
      zero.setReceiver(no);
      block.add(zero);
      exit.setValueToReturn(no);
    }
    block.add(exit);
    return program;
  }

  private static Program refusing(MethodHolder method) {
    Program program = program(method);
    BasicBlock block = program.basicBlockAt(0);
    Variable refusal = program.createVariable();
    InvokeInstruction call = new InvokeInstruction();
    call.setType(InvocationType.SPECIAL);
    call.setMethod(REFUSAL);
    call.setReceiver(refusal);
    block.add(call);
    RaiseInstruction raise = new RaiseInstruction();
    raise.setException(refusal);
    block.add(raise);
    return program;
  }
}
