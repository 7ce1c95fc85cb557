package dev.weir.pollers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProofOfLifeTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final ProofOfLife proof = new ProofOfLife();

  private static Instant at(int seconds) {
    return START.plusSeconds(seconds);
  }

  @Test
  void aConnectionThatAnswersNoPingProvesNothingHoweverLongItIsSilent() {
    for (int second = 0; second < 600; second++) {
      proof.observe(at(second), 1, 0);
    }
    assertThat(proof.until()).isEmpty();
  }

  @Test
  void theSecondAnswerAfterATimeProvesThatTime() {
    proof.observe(at(0), 0, 0);
    proof.observe(at(14), 0, 0);
    proof.observe(at(16), 1, 0);
    assertThat(proof.until()).as("the ping may have been sent before").isEmpty();
    proof.observe(at(29), 1, 0);
    proof.observe(at(31), 2, 0);
    assertThat(proof.until()).contains(at(14));
    proof.observe(at(46), 3, 0);
    assertThat(proof.until()).contains(at(29));
  }

  @Test
  void whatWaitsUnreadHoldsTheProofBack() {
    proof.observe(at(0), 0, 0);
    proof.observe(at(31), 2, 2);
    assertThat(proof.until()).isEmpty();
    proof.taken();
    assertThat(proof.until()).isEmpty();
    proof.taken();
    assertThat(proof.until()).contains(at(0));
  }

  @Test
  void aMachineThatSleptProvesNothingOfItsSleep() {
    proof.observe(at(0), 5, 0);
    proof.observe(at(3600), 5, 0);
    proof.observe(at(3601), 6, 0);
    assertThat(proof.until()).isEmpty();
  }
}
