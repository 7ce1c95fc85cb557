package dev.weir.ingest.url;

/**
 * Percent-escapes in their one form (RFC 3986, 6.2.2): unreserved characters unescaped, hexadecimal
 * digits in capitals.
 */
final class Escapes {
  private static final String HEXADECIMAL = "0123456789ABCDEF";

  private Escapes() {}

  static String uniform(String encoded) {
    if (encoded.indexOf('%') < 0) {
      return encoded;
    }
    StringBuilder uniform = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int value =
          c == '%' && i + 2 < encoded.length()
              ? value(encoded.charAt(i + 1), encoded.charAt(i + 2))
              : -1;
      if (value < 0) {
        uniform.append(c);
        continue;
      }
      i += 2;
      if (unreserved(value)) {
        uniform.append((char) value);
      } else {
        uniform
            .append('%')
            .append(HEXADECIMAL.charAt(value >> 4))
            .append(HEXADECIMAL.charAt(value & 15));
      }
    }
    return uniform.toString();
  }

  private static int value(char high, char low) {
    int left = Character.digit(high, 16);
    int right = Character.digit(low, 16);
    return left < 0 || right < 0 ? -1 : left * 16 + right;
  }

  private static boolean unreserved(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-._~".indexOf(c) >= 0;
  }
}
