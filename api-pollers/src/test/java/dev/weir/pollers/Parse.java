package dev.weir.pollers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.DeadLetter;
import dev.weir.schemas.record.Post;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Short ways to read payloads in tests. */
public final class Parse {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final Origin ORIGIN = new Origin("test/one", NOW);

  private Parse() {}

  public static List<Parsed> all(PayloadParser parser, String payload) {
    return parser.parse(payload.getBytes(StandardCharsets.UTF_8), ORIGIN);
  }

  public static Post post(PayloadParser parser, String payload) {
    List<Parsed> parsed = all(parser, payload);
    assertThat(parsed).singleElement().isInstanceOf(Parsed.Item.class);
    return ((Parsed.Item) parsed.get(0)).post();
  }

  public static DeadLetter letter(PayloadParser parser, String payload) {
    List<Parsed> parsed = all(parser, payload);
    assertThat(parsed).singleElement().isInstanceOf(Parsed.Malformed.class);
    return ((Parsed.Malformed) parsed.get(0)).letter();
  }
}
