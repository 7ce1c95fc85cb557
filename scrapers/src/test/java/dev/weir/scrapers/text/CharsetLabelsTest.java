package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharsetLabelsTest {

  @ParameterizedTest
  @CsvSource({
    "ANSI_X3.4-1968, windows-1252",
    "iso8859-1, windows-1252",
    "ISO_8859-1:1987, windows-1252",
    "l5, windows-1254",
    "Shift-JIS, windows-31j",
    "ms932, windows-31j",
    "csShiftJIS, windows-31j",
    "ks_c_5601-1989, x-windows-949",
    "korean, x-windows-949",
    "cp949, x-windows-949",
    "x-gbk, GB18030",
    "chinese, GB18030",
    "cn-big5, x-MS950-HKSCS",
    "macintosh, x-MacRoman",
    "x-mac-cyrillic, x-MacUkraine",
    "koi8_r, KOI8-R",
    "koi8-ru, KOI8-U",
    "logical, ISO-8859-8",
    "iso-8859-8-i, ISO-8859-8",
    "tis-620, x-windows-874",
    "unicode, UTF-16LE",
    "' UTF8 ', UTF-8",
    "win-1251, windows-1251",
    "Windows1251, windows-1251",
    "latin6, ISO-8859-10",
    "iso885914, ISO-8859-14",
  })
  void aLabelMeansWhatBrowsersTakeItFor(String label, String charset) {
    assertThat(CharsetLabels.charset(label).map(Charset::name)).contains(charset);
  }

  @Test
  void anUnknownLabelMeansNothing() {
    assertThat(CharsetLabels.charset("utf-99")).isEqualTo(Optional.empty());
    assertThat(CharsetLabels.charset("")).isEqualTo(Optional.empty());
    assertThat(CharsetLabels.charset("{{ charset }}")).isEqualTo(Optional.empty());
  }

  @Test
  void charsetsThatJavaLacksAreRead() {
    assertThat(read("iso-8859-10", 0xA1, 0xBD, 0xFF, 'a')).isEqualTo("Ą―ĸa");
    assertThat(read("iso-8859-14", 0xA1, 0xDE, 0xFF, 0xE9)).isEqualTo("ḂŶÿé");
  }

  @Test
  void japaneseCharsetsHaveTheCharactersOfVendors() {
    assertThat(read("euc-jp", 0xAD, 0xA1, 0xAD, 0xEA, 0xFC, 0xE2, 0xA1, 0xC1)).isEqualTo("①㈱髙～");
    assertThat(read("iso-2022-jp", 0x1B, '$', 'B', 0x2D, 0x21, 0x7C, 0x62)).isEqualTo("①髙");
  }

  @Test
  void theEuroOfChineseAndTheUnassignedBytesOfLatinAreRead() {
    assertThat(read("gbk", '5', 0x80, 0xD6, 0xEC)).isEqualTo("5€朱");
    assertThat(read("windows-1252", 0x80, 0x81)).isEqualTo("€\u0081");
  }

  private static String read(String label, int... units) {
    byte[] bytes = new byte[units.length];
    for (int i = 0; i < units.length; i++) {
      bytes[i] = (byte) units[i];
    }
    return LenientDecoder.decode(bytes, 0, CharsetLabels.charset(label).orElseThrow()).text();
  }
}
