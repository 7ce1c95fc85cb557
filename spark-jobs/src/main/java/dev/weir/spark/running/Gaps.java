package dev.weir.spark.running;

/** Whether records that expired unread stop a query. */
public enum Gaps {
  REFUSED,
  ACCEPTED
}
