package dev.weir.ingest.program;

import dev.weir.ingest.http.PoliteHttpClient;
import dev.weir.ingest.source.Source;
import java.util.Arrays;
import java.util.List;

/** The sources of a program, and their shared client. */
final class OpenedSources implements AutoCloseable {
  private final PoliteHttpClient client;
  private final List<One> sources;

  OpenedSources(PoliteHttpClient client, List<One> sources) {
    this.client = client;
    this.sources = List.copyOf(sources);
  }

  record One(SourceType type, Source source) {}

  List<Source> all() {
    return sources.stream().map(One::source).toList();
  }

  /** All sources by stage. */
  List<List<Source>> stages() {
    return Arrays.stream(SourceType.Stage.values())
        .map(stage -> sources.stream().filter(one -> one.type().stage() == stage))
        .map(some -> some.map(One::source).toList())
        .toList();
  }

  /** Those that can be tried by themselves, in the order of their stages. */
  List<One> tried() {
    return sources.stream().filter(one -> one.type().stage() != SourceType.Stage.RESOLVE).toList();
  }

  @Override
  public void close() {
    client.close();
  }
}
