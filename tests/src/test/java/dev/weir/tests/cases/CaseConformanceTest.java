package dev.weir.tests.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every case of the folder {@code cases} through the programs' command lines, in this JVM.
 *
 * <p>The folder lies under {@code WEIR_CORPUS}, else beside the checkout. Without it the test is
 * skipped; a folder that holds no case is a failure.
 */
@Tag("conformance")
class CaseConformanceTest {

  @TestFactory
  Stream<DynamicTest> everyCaseGetsItsRightAnswer() throws IOException {
    Path folder = folder();
    Assumptions.assumeTrue(
        Files.isDirectory(folder), () -> "The cases were not found: " + folder.toAbsolutePath());
    List<Path> cases = cases(folder);
    assertThat(cases).as("cases in %s", folder).isNotEmpty();
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(String.valueOf(one.getFileName()), () -> run(one)));
  }

  private static void run(Path folder) throws IOException {
    ReportedCase reported = ReportedCase.read(folder);
    assertThat(reported.checks()).as("checks of %s", folder).isNotEmpty();
    List<CommandRun> runs = reported.commands().stream().map(words -> run(folder, words)).toList();

    assertThat(reported.checks().stream().flatMap(check -> check.failure(runs).stream()).toList())
        .as("%s, right: %s", folder.getFileName(), reported.right())
        .isEmpty();
  }

  private static CommandRun run(Path folder, List<String> words) {
    return CommandRun.of(folder, words);
  }

  private static List<Path> cases(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static Path folder() {
    String set = System.getenv("WEIR_CORPUS");
    Path root =
        set == null
            ? Path.of(System.getProperty("weir.root", "."), "..", "shared", "data")
            : Path.of(set);
    return root.resolve("cases").normalize();
  }
}
