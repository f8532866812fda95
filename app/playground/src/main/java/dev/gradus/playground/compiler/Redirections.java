package dev.gradus.playground.compiler;

import dev.gradus.playground.instead.Missing;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.teavm.model.BasicBlock;
import org.teavm.model.ClassHolder;
import org.teavm.model.ClassHolderTransformer;
import org.teavm.model.ClassHolderTransformerContext;
import org.teavm.model.Instruction;
import org.teavm.model.MethodHolder;
import org.teavm.model.MethodReference;
import org.teavm.model.ValueType;
import org.teavm.model.Variable;
import org.teavm.model.instructions.InvocationType;
import org.teavm.model.instructions.InvokeInstruction;
import org.teavm.vm.spi.TeaVMHost;
import org.teavm.vm.spi.TeaVMPlugin;

/**
 * Calls the methods of {@link Missing} instead of those of Java's classes that TeaVM lacks, or has
 * with other bits.
 */
public final class Redirections implements TeaVMPlugin, ClassHolderTransformer {

  private static final String OURS = "dev.gradus.";

  private final Map<String, MethodReference> instead = new HashMap<>();

  /** Reads which methods there are. */
  public Redirections() {
    for (Method method : Missing.class.getDeclaredMethods()) {
      Missing.Of of = method.getAnnotation(Missing.Of.class);
      if (of != null && Modifier.isStatic(method.getModifiers())) {
        instead.put(of.value() + "." + method.getName(), MethodReference.parse(method));
      }
    }
    instead.put("dev.gradus.engine.plugin.Catalogue.installed", INSTALLED);
  }

  /** The plugins are in a table, since nobody looks for them in a browser. */
  private static final MethodReference INSTALLED =
      new MethodReference(
          "dev.gradus.engine.plugin.PluginType", "all", ValueType.object("java.util.List"));

  @Override
  public void install(TeaVMHost host) {
    host.add(new Cuts());
    host.add(this);
  }

  @Override
  public void transformClass(ClassHolder type, ClassHolderTransformerContext context) {
    if (!type.getName().startsWith(OURS)) {
      return;
    }
    for (MethodHolder method : type.getMethods()) {
      if (method.getProgram() != null) {
        for (BasicBlock block : method.getProgram().getBasicBlocks()) {
          for (Instruction instruction : block) {
            if (instruction instanceof InvokeInstruction call) {
              redirect(call);
            }
          }
        }
      }
    }
  }

  private void redirect(InvokeInstruction call) {
    MethodReference called = call.getMethod();
    MethodReference other = instead.get(called.getClassName() + "." + called.getName());
    int own = call.getInstance() == null ? 0 : 1;
    if (other == null || !fits(called, other, own)) {
      return;
    }
    List<Variable> arguments = new ArrayList<>();
    if (own == 1) {
      arguments.add(call.getInstance());
    }
    arguments.addAll(call.getArguments());
    call.setInstance(null);
    call.setType(InvocationType.SPECIAL);
    call.setMethod(other);
    call.setArguments(arguments.toArray(Variable[]::new));
  }

  /** Whether a method takes the same arguments, after the object that the other one is of. */
  private static boolean fits(MethodReference called, MethodReference other, int own) {
    if (other.parameterCount() != called.parameterCount() + own) {
      return false;
    }
    for (int i = 0; i < called.parameterCount(); i++) {
      if (!called.parameterType(i).equals(other.parameterType(i + own))) {
        return false;
      }
    }
    return true;
  }
}
