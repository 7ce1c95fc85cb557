package dev.weir.spark.windows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.schemas.record.Window;
import dev.weir.schemas.settings.TimeSettings;
import dev.weir.spark.sink.AggregatesWriter.Total;
import dev.weir.spark.windows.CoverageView.Summary;
import dev.weir.spark.windows.WindowLedger.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class WindowLedgerTest {

  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Slots TUMBLING = new Slots(MINUTE, MINUTE);
  private static final Slots HOPPING = new Slots(Duration.ofMinutes(15), MINUTE);
  private static final Summary SILENT = new Summary(0, 0, 2, List.of("a: unknown", "b: unknown"));

  private final List<Window> written = new ArrayList<>();

  @Test
  void windowsOfATotalOutageAreRecordedAsFinalWithTheirUnknownSources() throws Exception {
    WindowLedger ledger = ledger(TUMBLING, new Past(new TreeMap<>(), Instant.EPOCH, none()));
    ledger.wrote(List.of(new Total(minute(0), minute(1), 7)), 1);
    ledger.passed(minute(1));
    written.clear();
    ledger.passed(minute(4).plusSeconds(59));
    assertThat(written)
        .extracting(Window::getWindowStart)
        .containsExactly(minute(1), minute(2), minute(3));
    assertThat(written)
        .allSatisfy(
            window -> {
              assertThat(window.getStatus()).isEqualTo("final");
              assertThat(window.getRows()).isZero();
              assertThat(window.getSourcesUnknown()).isEqualTo(2);
              assertThat(window.getTimeSettings()).containsEntry("window", 60_000L);
            });
    assertThat(ledger.finalUntil()).isEqualTo(minute(4));
  }

  @Test
  void emptyWindowsAndThoseWithRowsFollowEachOtherWithoutAHole() throws Exception {
    WindowLedger ledger = ledger(TUMBLING, new Past(new TreeMap<>(), minute(0), of(minute(0))));
    ledger.wrote(List.of(new Total(minute(2), minute(3), 7)), 1);
    written.clear();
    ledger.passed(minute(5));
    ledger.passed(minute(5));
    assertThat(written).extracting(Window::getRows).containsExactly(0L, 0L, 7L, 0L, 0L);
  }

  @Test
  void windowsOfALongOutageAreWrittenInBoundedPieces() throws Exception {
    List<Integer> sizes = new ArrayList<>();
    WindowLedger ledger =
        ledger(
            TUMBLING,
            new Past(new TreeMap<>(), minute(0), of(minute(0))),
            windows -> sizes.add(windows.size()));
    ledger.passed(minute(1020));
    assertThat(sizes).allMatch(size -> size <= 50);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1020);
    assertThat(ledger.finalUntil()).isEqualTo(minute(1020));
  }

  @Test
  void aQueryThatNeverHadARowBeginsWithTheFirstWatermark() throws Exception {
    WindowLedger ledger = ledger(HOPPING, new Past(new TreeMap<>(), Instant.EPOCH, none()));
    ledger.passed(minute(0));
    assertThat(written).isEmpty();
    ledger.passed(minute(2));
    assertThat(written)
        .extracting(Window::getWindowStart)
        .containsExactly(minute(-14), minute(-13));
  }

  @Test
  void aWindowThatACrashLeftWithoutARecordIsFoundAtTheNextStart() {
    TreeMap<Instant, Window> latest = new TreeMap<>();
    for (int start : new int[] {0, 1, 3}) {
      latest.put(minute(start), window(minute(start), minute(start + 1)));
    }
    assertThat(WindowLedgers.next(latest, minute(4), TUMBLING)).contains(minute(2));
    latest.put(minute(2), window(minute(2), minute(3)));
    assertThat(WindowLedgers.next(latest, minute(4), TUMBLING)).contains(minute(4));
    Slots longer = new Slots(MINUTE.multipliedBy(3), MINUTE.multipliedBy(3));
    assertThat(WindowLedgers.next(latest, minute(4), longer)).contains(minute(3));
    assertThat(WindowLedgers.next(new TreeMap<>(), Instant.EPOCH, TUMBLING)).isEmpty();
  }

  @Test
  void rowsThatWereDroppedAreCountedAlsoWhenTheProcessEndsBeforeTheWindowIsFinal()
      throws Exception {
    WindowLedger ledger = ledger(TUMBLING, new Past(new TreeMap<>(), minute(0), of(minute(0))));
    ledger.wrote(List.of(new Total(minute(1), minute(2), 7)), 1);
    written.clear();
    ledger.dropped(3, minute(1), 2);
    assertThat(written)
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.getWindowStart()).isEqualTo(minute(1));
              assertThat(window.getStatus()).isEqualTo("open");
              assertThat(window.getRows()).isEqualTo(7);
              assertThat(window.getRowsDropped()).isEqualTo(3);
            });
  }

  @Test
  void rowsThatWereDroppedWhileNoWindowWasOpenAreCountedInTheNextOne() throws Exception {
    WindowLedger ledger = ledger(TUMBLING, new Past(new TreeMap<>(), minute(3), of(minute(3))));
    ledger.dropped(2, minute(3), 2);
    ledger.dropped(1, minute(3), 3);
    ledger.wrote(List.of(new Total(minute(3), minute(4), 5)), 4);
    ledger.passed(minute(5));
    assertThat(written)
        .filteredOn(window -> window.getStatus().equals("final"))
        .extracting(Window::getWindowStart, Window::getRows, Window::getRowsDropped)
        .containsExactly(Tuple.tuple(minute(3), 5L, 3L), Tuple.tuple(minute(4), 0L, 0L));
    WindowLedger first = ledger(TUMBLING, new Past(new TreeMap<>(), Instant.EPOCH, none()));
    written.clear();
    first.dropped(4, minute(7).plusSeconds(1), 2);
    assertThat(written).extracting(Window::getWindowStart).containsExactly(minute(7));
  }

  private WindowLedger ledger(Slots slots, Past past) {
    return ledger(slots, past, written::addAll);
  }

  private static WindowLedger ledger(Slots slots, Past past, WindowLedger.Records records) {
    WindowLedger.Coverage silent =
        new WindowLedger.Coverage() {
          @Override
          public void refresh() {}

          @Override
          public Summary summary(Instant start, Instant end) {
            return SILENT;
          }
        };
    return new WindowLedger("counts", records, silent, slots, TimeSettings.defaults(), past);
  }

  private static Window window(Instant start, Instant end) {
    return Window.newBuilder()
        .setQuery("counts")
        .setWindowStart(start)
        .setWindowEnd(end)
        .setStatus("final")
        .setRule("live")
        .setRevision(1)
        .setRows(1)
        .setRowsDropped(0)
        .setSourcesComplete(0)
        .setSourcesGap(0)
        .setSourcesUnknown(0)
        .setWrittenAt(end)
        .build();
  }

  private static Instant minute(int number) {
    return NOON.plusSeconds(60L * number);
  }

  private static Optional<Instant> none() {
    return Optional.empty();
  }

  private static Optional<Instant> of(Instant next) {
    return Optional.of(next);
  }
}
