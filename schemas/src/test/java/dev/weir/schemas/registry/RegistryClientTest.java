package dev.weir.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryClientTest {

  private static final String SUBJECT = "weir.posts-value";
  private static final Schema ONE =
      SchemaBuilder.record("R").fields().requiredString("a").endRecord();
  private static final Schema TWO =
      SchemaBuilder.record("R").fields().requiredString("a").optionalString("b").endRecord();
  private static final Schema OTHER =
      SchemaBuilder.record("R").fields().requiredLong("a").endRecord();

  @TempDir private Path folder;
  private FakeRegistry registry;

  @BeforeEach
  void start() throws IOException {
    registry = new FakeRegistry();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private RegistryClient onDisk() {
    return RegistryClient.create(registry.url(), folder, "cluster-1");
  }

  @Test
  void aSchemaIsRegisteredOnceAndItsCompatibilitySet() throws IOException {
    RegistryClient client = RegistryClient.create(registry.url());

    int id = client.register(SUBJECT, ONE);

    assertThat(client.register(SUBJECT, ONE)).isEqualTo(id);
    assertThat(client.byId(id)).isEqualTo(ONE);
    assertThat(registry.requests)
        .containsExactly(
            "PUT /config/" + SUBJECT,
            "POST /subjects/" + SUBJECT + "/versions",
            "PUT /config/" + SUBJECT);
  }

  @Test
  void twoThatSetASubjectsCompatibilityAtOnceBothSucceed() throws IOException {
    RegistryClient client = RegistryClient.create(registry.url());
    int id = client.register(SUBJECT, ONE);
    registry.ruleMadeMeanwhile = true;

    assertThat(RegistryClient.create(registry.url()).register(SUBJECT, ONE)).isEqualTo(id);
  }

  @Test
  void aCompatibleSchemaBecomesANewVersion() throws IOException {
    RegistryClient client = RegistryClient.create(registry.url());

    assertThat(client.register(SUBJECT, ONE)).isNotEqualTo(client.register(SUBJECT, TWO));
    assertThat(client.latest(SUBJECT)).contains(TWO);
    assertThat(client.versions(SUBJECT)).containsExactly(ONE, TWO);
    assertThat(client.versions("nobodys-value")).isEmpty();
    assertThat(client.subjects()).containsExactly(SUBJECT);
  }

  @Test
  void anIncompatibleSchemaIsRefusedWithTheRegistrysReason() throws IOException {
    RegistryClient client = RegistryClient.create(registry.url());
    client.register(SUBJECT, ONE);

    assertThatThrownBy(() -> client.register(SUBJECT, OTHER))
        .isInstanceOf(IncompatibleSchemaException.class)
        .hasMessageContaining(SUBJECT)
        .hasMessageContaining("Incompatible: ");
    assertThat(client.incompatibilities(SUBJECT, OTHER)).hasSize(1);
    assertThat(client.incompatibilities(SUBJECT, TWO)).isEmpty();
    assertThat(client.incompatibilities("new-value", OTHER)).isEmpty();
  }

  @Test
  void anUnknownIdIsToldFromARegistryThatIsAway() {
    RegistryClient client = RegistryClient.create(registry.url());

    assertThatThrownBy(() -> client.byId(99)).isInstanceOf(UnknownSchemaException.class);

    registry.down = true;
    assertThatThrownBy(() -> client.byId(99)).isInstanceOf(RegistryUnavailableException.class);

    registry.close();
    assertThatThrownBy(() -> client.byId(99)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void anotherServersNotFoundSaysNothingOfTheId() {
    RegistryClient client =
        RegistryClient.create(registry.url().replace("/apis/ccompat/v7", "/config/elsewhere"));

    assertThatThrownBy(() -> client.byId(99)).isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void anOutageHurtsOnlyWhatWasNeverSeen() throws IOException {
    int id = onDisk().register(SUBJECT, ONE);
    registry.down = true;

    RegistryClient later = onDisk();

    assertThat(later.register(SUBJECT, ONE)).isEqualTo(id);
    assertThat(later.byId(id)).isEqualTo(ONE);
    assertThatThrownBy(() -> later.register(SUBJECT, TWO))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> later.register("other-value", ONE))
        .isInstanceOf(RegistryUnavailableException.class);
    assertThatThrownBy(() -> RegistryClient.create(registry.url(), folder, "cluster-2").byId(id))
        .isInstanceOf(RegistryUnavailableException.class);
  }

  @Test
  void anIdThatARebuiltRegistryGaveAnewIsForgotten() throws IOException {
    int id = onDisk().register(SUBJECT, ONE);
    registry.rebuild(id);

    RegistryClient later = onDisk();
    assertThat(later.register(SUBJECT, OTHER)).isEqualTo(id);

    assertThat(later.byId(id)).isEqualTo(OTHER);
    assertThat(onDisk().byId(id)).isEqualTo(OTHER);
  }

  @Test
  void aBrokenCacheIsNoHindrance() throws IOException {
    Files.writeString(folder.resolve("cluster-1.json"), "{\"ids\": [");

    assertThat(onDisk().byId(onDisk().register(SUBJECT, ONE))).isEqualTo(ONE);
  }
}
