package dev.weir.infra.local.stack;

import dev.weir.schemas.status.ProgramStatus;
import dev.weir.schemas.status.StatusFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a program's status file says about its parts at work: each query of Spark must have done a
 * batch, or have found nothing to do, before Spark counts as ready.
 */
final class Readiness {
  private static final String REFUSED = "refused";
  private static final List<String> ENDED = List.of(REFUSED, "stopped");

  private Readiness() {}

  /** What is waited for, in words; empty when every part works or is refused. */
  static String awaited(Path statusFile) throws IOException {
    Optional<ProgramStatus> status = StatusFile.read(statusFile);
    return status.isEmpty()
        ? "its status"
        : status.get().parts().stream()
            .filter(part -> !isAtWork(part) && !isRefused(part))
            .map(Readiness::wait)
            .collect(Collectors.joining("; "));
  }

  /** The refusals, in words; empty when there is none. */
  static String refusals(Path statusFile) throws IOException {
    return StatusFile.read(statusFile).stream()
        .flatMap(status -> status.parts().stream())
        .filter(Readiness::isRefused)
        .map(part -> part.name() + " is refused: " + part.detail())
        .collect(Collectors.joining("; "));
  }

  /** Whether a program that has ended would be refused again: nothing of it failed otherwise. */
  static boolean isFinal(Path statusFile) throws IOException {
    Optional<ProgramStatus> status = StatusFile.read(statusFile);
    return status.isPresent()
        && status.get().parts().stream().anyMatch(Readiness::isRefused)
        && status.get().parts().stream().allMatch(part -> ENDED.contains(part.state()));
  }

  private static boolean isAtWork(ProgramStatus.Part part) {
    return part.facts().containsKey("batch") || Boolean.TRUE.equals(part.facts().get("idle"));
  }

  private static boolean isRefused(ProgramStatus.Part part) {
    return part.state().equals(REFUSED);
  }

  private static String wait(ProgramStatus.Part part) {
    return part.detail().isEmpty()
        ? part.name() + " has not done a batch"
        : part.name() + " is " + part.state() + ": " + part.detail();
  }
}
