package dev.weir.ingest.http;

/**
 * Marks a shared thread that must never wait for a domain's turn: there, {@link
 * PoliteHttpClient#fetch} throws {@link TurnAwaitedException} instead of waiting.
 */
public interface NeverWaits {}
