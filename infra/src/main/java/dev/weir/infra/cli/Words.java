package dev.weir.infra.cli;

import java.util.Locale;

/** Turns constants into words for people and for JSON. */
final class Words {
  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
