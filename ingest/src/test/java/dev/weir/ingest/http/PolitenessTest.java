package dev.weir.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.ingest.http.Politeness.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PolitenessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration DELAY = Duration.ofSeconds(1);
  private static final Duration QUICK = Duration.ofMillis(20);

  private Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private final Politeness politeness = new Politeness(() -> now);

  private Answer ask(String domain, Object request) {
    return politeness.ask(domain, request, PATIENCE, Instant.EPOCH);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static Duration later(Answer answer) {
    return ((Answer.Later) answer).delay();
  }

  @Test
  void aDomainGetsItsDelayAndOthersDoNotWait() {
    assertThat(ask("a.test", "1")).isInstanceOf(Answer.Now.class);
    politeness.leave("a.test", DELAY, QUICK);
    assertThat(ask("b.test", "2")).isInstanceOf(Answer.Now.class);
    assertThat(later(ask("a.test", "3"))).isEqualTo(DELAY);
    pass(DELAY);
    assertThat(ask("a.test", "3")).isInstanceOf(Answer.Now.class);
    politeness.leave("a.test", DELAY, Duration.ofSeconds(4));
    assertThat(later(ask("a.test", "4"))).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void whoComesTooEarlyGetsATimeOfItsOwn() {
    ask("a.test", "1");
    politeness.leave("a.test", DELAY, QUICK);
    for (int waiting = 1; waiting <= 5; waiting++) {
      assertThat(later(ask("a.test", "waiting " + waiting))).isEqualTo(DELAY.multipliedBy(waiting));
    }
    pass(DELAY);
    assertThat(later(ask("a.test", "waiting 2"))).isEqualTo(DELAY);
    assertThat(later(ask("a.test", "another"))).isEqualTo(DELAY.multipliedBy(5));
    assertThat(ask("a.test", "waiting 1")).isInstanceOf(Answer.Now.class);
  }

  @Test
  void aReservedTimeThatNobodyTakesIsGivenToOthers() {
    ask("a.test", "1");
    politeness.leave("a.test", DELAY, QUICK);
    ask("a.test", "never comes");
    pass(Duration.ofSeconds(2));
    assertThat(ask("a.test", "another")).isInstanceOf(Answer.Later.class);
    pass(Duration.ofSeconds(10));
    assertThat(ask("a.test", "another")).isInstanceOf(Answer.Now.class);
  }

  @Test
  void aRequestThatIsUnderWayIsWaitedFor() {
    ask("a.test", "1");
    assertThat(later(ask("a.test", "2"))).isPositive();
    pass(Duration.ofSeconds(20));
    assertThat(ask("a.test", "2")).isInstanceOf(Answer.Later.class);
    politeness.leave("a.test", Duration.ZERO, Duration.ZERO);
    pass(Duration.ofMillis(250));
    assertThat(ask("a.test", "2")).isInstanceOf(Answer.Now.class);
  }

  @Test
  void whoHasWaitedGetsItsTurnThoughTheClockStandsStill() {
    ask("a.test", "1");
    politeness.leave("a.test", DELAY, QUICK);
    ask("a.test", "2");
    assertThat(politeness.ask("a.test", "2", PATIENCE, now.plus(DELAY)))
        .isInstanceOf(Answer.Now.class);
  }

  @Test
  void aDomainThatAsksForAnHourIsLeftAlone() {
    politeness.hold("a.test", Duration.ofHours(1));
    assertThat(ask("a.test", "1")).isEqualTo(new Answer.Held(Duration.ofHours(1)));
    politeness.hold("b.test", Duration.ofSeconds(5));
    assertThat(later(ask("b.test", "2"))).isEqualTo(Duration.ofSeconds(5));
  }

  /** A server with a limit of two requests a second, asked for eight minutes at five a second. */
  @Test
  void theRefusalsOfAServerWithALimitStayFew() {
    Duration ours = Duration.ofMillis(200);
    int asked = 0;
    int refused = 0;
    Instant end = now.plus(Duration.ofMinutes(8));
    double tokens = 2;
    Instant filled = now;
    while (now.isBefore(end)) {
      Answer answer = ask("a.test", "request");
      if (answer instanceof Answer.Later later) {
        pass(later.delay());
        continue;
      }
      asked++;
      tokens = Math.min(2, tokens + 2.0 * Duration.between(filled, now).toMillis() / 1000);
      filled = now;
      if (tokens >= 1) {
        tokens--;
      } else {
        refused++;
        politeness.refused("a.test", ours);
      }
      politeness.leave("a.test", ours, QUICK);
    }
    assertThat(asked).isGreaterThan(400);
    assertThat(refused).isLessThan(asked / 50);
  }
}
