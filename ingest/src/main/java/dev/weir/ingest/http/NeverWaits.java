package dev.weir.ingest.http;

/**
 * Marks a thread that many share, and that therefore never waits for a domain's turn: in place of
 * waiting, {@link PoliteHttpClient#fetch} throws {@link TurnAwaitedException} there.
 */
public interface NeverWaits {}
