package dev.weir.ingest.source;

import java.io.IOException;
import java.util.Optional;

/** A source that pushes: it has a thread of its own while its shard is owned. */
public non-sealed interface StreamSource extends Source {

  /**
   * Follows the stream from the position until it ends, fails or the thread is interrupted. It is
   * called again, from the last committed position, with a growing delay after a failure.
   *
   * @param position the last committed position; empty at the first start
   * @param sink receives the data
   * @throws SourceRefusedException if an early retry is pointless
   * @throws IOException if the stream failed
   * @throws InterruptedException if the runtime asked it to stop
   */
  void run(Optional<String> position, StreamSink sink) throws IOException, InterruptedException;
}
