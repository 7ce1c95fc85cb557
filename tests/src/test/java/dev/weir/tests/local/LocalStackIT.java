package dev.weir.tests.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.infra.local.admin.Finding;
import dev.weir.infra.local.admin.SchemaApply;
import dev.weir.infra.local.admin.TopicAdmin;
import dev.weir.infra.local.process.FreePorts;
import dev.weir.infra.local.stack.LocalStack;
import dev.weir.infra.local.stack.LocalStack.Part;
import dev.weir.schemas.registry.RegistryClient;
import dev.weir.schemas.topic.TopicCatalog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackIT {
  @TempDir Path folder;

  @Test
  void theThreeServersAnswerAndGoOnWithTheirDataAfterARestart() throws Exception {
    String clusterId;
    try (LocalStack stack = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY, Part.S3)) {
      try (Admin admin = stack.admin()) {
        clusterId = admin.describeCluster().clusterId().get();
        assertThat(admin.listTopics().names().get())
            .contains("kafkasql-journal", "kafkasql-snapshots");
      }
      assertThat(register(stack.registryUrl())).contains("\"id\"");
      assertThatTopicsAndSchemasAreApplied(stack);
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("data/s3/credentials"))))
          .isEqualTo("rw-------");
      String secret = stack.s3Credentials().secretKey();
      assertThat(
              ProcessHandle.current()
                  .children()
                  .map(child -> child.info().commandLine().orElse("")))
          .noneMatch(line -> line.contains(secret));
    }
    try (LocalStack stack = LocalStack.start(folder, Part.KAFKA, Part.REGISTRY)) {
      try (Admin admin = stack.admin()) {
        assertThat(admin.describeCluster().clusterId().get()).isEqualTo(clusterId);
      }
      assertThat(get(stack.registryUrl() + "/subjects")).contains("kept");
      assertThatABrokerComesBackOnItsPortAfterSigkill(stack);
    }
  }

  private static void assertThatTopicsAndSchemasAreApplied(LocalStack stack) throws Exception {
    try (Admin admin = stack.admin();
        RegistryClient registry = RegistryClient.create(stack.registryUrl())) {
      TopicAdmin topics = new TopicAdmin(admin, TopicCatalog.load(), "weir.");
      assertThat(topics.check()).allMatch(finding -> finding.state() == Finding.State.MISSING);
      assertThat(topics.apply()).allMatch(finding -> finding.state() == Finding.State.CREATED);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(topics.apply())
                      .allMatch(finding -> finding.state() == Finding.State.OK));
      SchemaApply schemas = new SchemaApply(registry, TopicCatalog.load(), "weir.");
      assertThat(schemas.check()).allMatch(finding -> finding.state() == Finding.State.NEW);
      assertThat(schemas.apply()).allMatch(finding -> finding.state() == Finding.State.REGISTERED);
      assertThat(schemas.check()).allMatch(finding -> finding.state() == Finding.State.REGISTERED);
    }
  }

  private static void assertThatABrokerComesBackOnItsPortAfterSigkill(LocalStack stack)
      throws Exception {
    stack.child(Part.KAFKA).kill();
    stack.restart(Part.KAFKA);
    try (Admin admin = stack.admin()) {
      assertThat(admin.listTopics().names().get()).contains("kafkasql-journal");
    }
  }

  @Test
  void aChildDiesWithItsParentEvenWhenThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dweir.root=" + System.getProperty("weir.root"),
                "-cp",
                System.getProperty("java.class.path"),
                StackHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle child;
    try (var out = parent.inputReader()) {
      child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();
    } finally {
      parent.destroyForcibly().waitFor();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> !child.isAlive());
  }

  @Test
  void aPortInUseIsNotFree() throws Exception {
    int port = FreePorts.take(1).get(0);
    assertThat(FreePorts.isFree(port)).isTrue();
    try (var socket =
        new java.net.ServerSocket(port, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(FreePorts.isFree(socket.getLocalPort())).isFalse();
    }
  }

  private static String register(String registry) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registry + "/subjects/kept/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"schema\": \"\\\"string\\\"\"}"))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  private static String get(String url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }
}
