package dev.weir.scrapers.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.scrapers.text.DecodedText.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextDecoderTest {
  private static final Charset CYRILLIC = Charset.forName("windows-1251");

  @Test
  void aByteOrderMarkBeatsEverything() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    body.write("<meta charset=windows-1251>é".getBytes(StandardCharsets.UTF_8));

    DecodedText text =
        TextDecoder.html(body.toByteArray(), Optional.of("text/html; charset=koi8-r"));

    assertThat(text.text()).isEqualTo("<meta charset=windows-1251>é");
    assertThat(text.source()).isEqualTo(Source.BYTE_ORDER_MARK);
  }

  @Test
  void theHeaderBeatsTheDocument() {
    DecodedText text =
        TextDecoder.html(
            "<meta charset=koi8-r>Да".getBytes(CYRILLIC),
            Optional.of("text/html; charset=\"Windows-1251\""));

    assertThat(text.text()).endsWith("Да");
    assertThat(text.source()).isEqualTo(Source.HTTP);
  }

  @Test
  void theDocumentDeclaresACharset() {
    String html =
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>Да";

    DecodedText text = TextDecoder.html(html.getBytes(CYRILLIC), Optional.of("text/html"));

    assertThat(text.text()).endsWith("Да");
    assertThat(text.source()).isEqualTo(Source.DOCUMENT);
  }

  @Test
  void aDeclarationInACommentDoesNotCount() {
    DecodedText text =
        TextDecoder.html(
            "<!-- <meta charset=koi8-r> -->é".getBytes(StandardCharsets.UTF_8), Optional.empty());

    assertThat(text.charset()).isEqualTo("UTF-8");
  }

  @Test
  void latinOneMeansWindows() {
    DecodedText text =
        TextDecoder.html(new byte[] {(byte) 0x80}, Optional.of("text/html; charset=ISO-8859-1"));

    assertThat(text.text()).isEqualTo("€");
  }

  @Test
  void withoutAnyDeclarationTheBytesDecide() {
    String russian =
        "<p>Пример обычного русского текста, в котором довольно много слов и букв, чтобы угадать кодировку.";

    assertThat(TextDecoder.html(russian.getBytes(CYRILLIC), Optional.empty()).text())
        .isEqualTo(russian);
    assertThat(TextDecoder.html(russian.getBytes(StandardCharsets.UTF_8), Optional.empty()).text())
        .isEqualTo(russian);
  }

  @Test
  void anUnknownLabelIsPassedOver() {
    DecodedText text =
        TextDecoder.html(
            "é".getBytes(StandardCharsets.UTF_8), Optional.of("text/html; charset=utf-99"));

    assertThat(text.text()).isEqualTo("é");
  }
}
