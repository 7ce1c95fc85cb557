package dev.weir.ingest.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IPv4 addresses in the forms that browsers and C libraries understand: {@code 2130706433}, {@code
 * 0x7f000001}, {@code 0177.0.0.1}, {@code 127.1}.
 *
 * <p>Java reads {@code 0177.0.0.1} as 177.0.0.1 and the C library as 127.0.0.1, so such a host must
 * be made plain before anybody resolves it. The rule is the <a
 * href="https://url.spec.whatwg.org/#concept-ipv4-parser">URL Standard's IPv4 parser</a>.
 */
public final class HostNumbers {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

  private HostNumbers() {}

  /** Says whether a host ends in a number, which makes it an IPv4 address or no host at all. */
  public static boolean isNumeric(String host) {
    String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return NUMBER.matcher(plain.substring(plain.lastIndexOf('.') + 1)).matches();
  }

  /**
   * Returns the address as four decimal numbers, or empty where the host is none that the standard
   * accepts.
   */
  public static Optional<String> dottedQuad(String host) {
    String plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String[] parts = plain.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    List<Long> numbers = new ArrayList<>();
    for (String part : parts) {
      long number = number(part);
      if (number < 0) {
        return Optional.empty();
      }
      numbers.add(number);
    }
    return joined(numbers);
  }

  private static Optional<String> joined(List<Long> numbers) {
    int last = numbers.size() - 1;
    long address = numbers.get(last);
    if (address >= 1L << (8 * (4 - last))) {
      return Optional.empty();
    }
    for (int i = 0; i < last; i++) {
      if (numbers.get(i) > 255) {
        return Optional.empty();
      }
      address |= numbers.get(i) << (8 * (3 - i));
    }
    return Optional.of(
        (address >> 24)
            + "."
            + ((address >> 16) & 255)
            + "."
            + ((address >> 8) & 255)
            + "."
            + (address & 255));
  }

  private static long number(String part) {
    if (!NUMBER.matcher(part).matches()) {
      return -1;
    }
    boolean hexadecimal = part.length() > 1 && (part.charAt(1) == 'x' || part.charAt(1) == 'X');
    boolean octal = !hexadecimal && part.length() > 1 && part.charAt(0) == '0';
    String digits = hexadecimal ? part.substring(2) : part;
    try {
      return digits.isEmpty() ? 0 : Long.parseLong(digits, hexadecimal ? 16 : octal ? 8 : 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
