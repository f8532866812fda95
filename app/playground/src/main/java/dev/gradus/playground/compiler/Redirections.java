package dev.gradus.playground.compiler;

import dev.gradus.playground.instead.Missing;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** Its own calls stay. */
  private static final String MISSING = "dev.gradus.playground.instead.Missing";

  private final Map<String, MethodReference> instead = new HashMap<>();

  /** Reads which methods there are. */
  public Redirections() {
    for (Method method : Missing.class.getDeclaredMethods()) {
      Missing.Of of = method.getAnnotation(Missing.Of.class);
      if (of != null) {
        MethodReference other = MethodReference.parse(method);
        ValueType[] types = other.getParameterTypes();
        String name = of.value() + "." + method.getName();
        instead.put("static " + name + Arrays.toString(types), other);
        if (types.length > 0 && types[0].isObject(of.value())) {
          ValueType[] others = Arrays.copyOfRange(types, 1, types.length);
          instead.put("of object " + name + Arrays.toString(others), other);
        }
      }
    }
    instead.put("static dev.gradus.engine.plugin.Catalogue.installed[]", INSTALLED);
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
    if (type.getName().equals(MISSING)) {
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
    boolean isStatic = call.getInstance() == null;
    MethodReference other =
        instead.get(
            (isStatic ? "static " : "of object ")
                + called.getClassName()
                + "."
                + called.getName()
                + Arrays.toString(called.getParameterTypes()));
    if (other == null) {
      return;
    }
    List<Variable> arguments = new ArrayList<>();
    if (!isStatic) {
      arguments.add(call.getInstance());
    }
    arguments.addAll(call.getArguments());
    call.setInstance(null);
    call.setType(InvocationType.SPECIAL);
    call.setMethod(other);
    call.setArguments(arguments.toArray(Variable[]::new));
  }
}
