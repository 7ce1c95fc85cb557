package dev.weir.tests.local;

import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import java.nio.file.Path;

/** A process that starts a server, prints its pid, and then does nothing until it is killed. */
final class StackHolder {
  private StackHolder() {}

  public static void main(String[] args) throws Exception {
    LocalStack stack = LocalStack.start(Path.of(args[0]), Part.S3);
    System.out.println(stack.child(Part.S3).pid());
    Thread.currentThread().join();
  }
}
