package dev.weir.scrapers.page;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Detects binary bodies, whatever their Content-Type says. */
final class BinaryContent {
  private static final int LOOKED_AT = 1024;
  private static final Map<String, String> SIGNATURES =
      Map.of(
          "%PDF-", "a PDF document",
          "PK\u0003\u0004", "a ZIP archive",
          "\u0089PNG", "a PNG image",
          "GIF8", "a GIF image",
          "\u00ff\u00d8\u00ff", "a JPEG image",
          "\u001f\u008b", "gzip data");

  private BinaryContent() {}

  static void refuse(byte[] body) throws UnreadablePageException {
    String head =
        new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> signature : SIGNATURES.entrySet()) {
      if (head.startsWith(signature.getKey())) {
        throw new UnreadablePageException("Expected HTML, got: " + signature.getValue());
      }
    }
    boolean wide = head.startsWith("\u00ff\u00fe") || head.startsWith("\u00fe\u00ff");
    if (!wide && head.indexOf('\0') >= 0 && head.indexOf('<') < 0) {
      throw new UnreadablePageException("Expected HTML, got: binary data");
    }
  }
}
