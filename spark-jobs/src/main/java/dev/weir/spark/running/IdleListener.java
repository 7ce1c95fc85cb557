package dev.weir.spark.running;

import org.apache.spark.sql.streaming.StreamingQueryListener;

/** Notes that a query found no new records: it works, though it has no batch to show for it. */
final class IdleListener extends StreamingQueryListener {
  private final QueryStatus status;

  IdleListener(QueryStatus status) {
    this.status = status;
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    status.idle();
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {}

  @Override
  public void onQueryProgress(QueryProgressEvent event) {}

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {}
}
