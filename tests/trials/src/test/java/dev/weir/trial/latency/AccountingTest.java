package dev.weir.trial.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccountingTest {
  private final Accounting<String> accounting = new Accounting<>();

  @Test
  void eachItemIsAccountedForByTheFirstRecordThatCountsSoMany() {
    accounting.item("a", at(0));
    accounting.item("a", at(100));
    accounting.item("a", at(200));
    accounting.published("a", at(1000), 2);
    accounting.published("a", at(2500), 3);

    assertThat(all().millis()).containsExactlyInAnyOrder(1000L, 900L, 2300L);
    assertThat(all().unaccounted()).isZero();
  }

  @Test
  void itemsAreTakenInTheOrderInWhichTheyBegan() {
    accounting.item("a", at(300));
    accounting.item("a", at(0));
    accounting.published("a", at(500), 1);
    accounting.published("a", at(600), 2);

    assertThat(all().millis()).containsExactlyInAnyOrder(500L, 300L);
  }

  @Test
  void aRecordThatIsRepeatedChangesNothing() {
    accounting.item("a", at(0));
    accounting.item("a", at(100));
    accounting.published("a", at(500), 1);
    accounting.published("a", at(550), 1);
    accounting.published("a", at(900), 2);
    accounting.published("a", at(950), 2);

    assertThat(all().millis()).containsExactlyInAnyOrder(500L, 800L);
  }

  @Test
  void anItemBeyondTheLastCountIsNotAccountedFor() {
    accounting.item("a", at(0));
    accounting.item("a", at(100));
    accounting.item("b", at(0));
    accounting.published("a", at(500), 1);
    accounting.published("c", at(500), 9);

    assertThat(all().millis()).containsExactly(500L);
    assertThat(all().unaccounted()).isEqualTo(2);
  }

  @Test
  void itemsThatBeganBeforeAreCountedButNotMeasured() {
    accounting.item("a", at(0));
    accounting.item("a", at(1000));
    accounting.item("a", at(2000));
    accounting.published("a", at(1500), 1);
    accounting.published("a", at(2500), 2);
    accounting.published("a", at(3500), 3);

    Accounting.Result result = accounting.result(new Span(at(1000), at(2000))::contains);

    assertThat(result.millis()).containsExactly(1500L);
    assertThat(result.unaccounted()).isZero();
  }

  private Accounting.Result all() {
    return accounting.result(since -> true);
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(1_000_000 + millis);
  }
}
