package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlDecoderTest {
  private static final String TEXT =
      "Новости дня: сегодня в городе прошло собрание жителей, сообщил мэр";

  @ParameterizedTest
  @CsvSource({
    "windows-1251, windows-1251",
    "koi8-r, koi8-r",
    "windows-1251, UTF-8",
    "utf-8, windows-1251",
    "UTF-16, UTF-8",
    "no-such-charset, UTF-8",
    "UTF-16, UTF-16LE",
    "utf-8, UTF-16BE",
  })
  void theBytesOverruleADeclarationThatTheyContradict(String declared, String real) {
    String xml = "\r\n<?xml version='1.0' encoding='" + declared + "'?><title>" + TEXT + "</title>";
    assertThat(decode(xml, real, Optional.empty())).contains(TEXT);
  }

  @ParameterizedTest
  @CsvSource({"iso-8859-1, UTF-8", "utf-8, windows-1251", "windows-1251, windows-1251"})
  void theyOverruleHttpToo(String stated, String real) {
    assertThat(
            decode("<title>" + TEXT + "</title>", real, Optional.of("text/xml; charset=" + stated)))
        .contains(TEXT);
  }

  @Test
  void whereHttpContradictsTheBytesTheDeclarationDecides() {
    String xml = "<?xml version='1.0' encoding='koi8-r'?><title>Шторм</title>";
    assertThat(decode(xml, "koi8-r", Optional.of("text/xml; charset=utf-8"))).contains("Шторм");
  }

  @Test
  void aFewBrokenBytesDoNotChangeTheCharset() {
    byte[] body = (TEXT + "<").getBytes(StandardCharsets.UTF_8);
    body[body.length - 1] = (byte) 0xE9;
    assertThat(XmlDecoder.decode(body, Optional.of("text/xml; charset=utf-8")).text())
        .startsWith(TEXT);
  }

  @Test
  void aJapaneseMailCharsetHasOnlyAsciiBytes() {
    String xml = "<?xml version='1.0' encoding='iso-2022-jp'?><title>日本語</title>";
    assertThat(decode(xml, "iso-2022-jp", Optional.empty())).contains("日本語");
  }

  private static String decode(String text, String charset, Optional<String> contentType) {
    return XmlDecoder.decode(text.getBytes(Charset.forName(charset)), contentType).text();
  }
}
