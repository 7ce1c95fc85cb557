package dev.weir.infra.cli.shared;

import java.util.Locale;

/** Turns constants into words for people and for JSON. */
public final class Words {
  private Words() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
