package dev.weir.spark.query;

/** Whether records that expired unread stop a query. */
public enum Gaps {
  REFUSED,
  ACCEPTED
}
