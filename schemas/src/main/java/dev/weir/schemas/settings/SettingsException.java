package dev.weir.schemas.settings;

/**
 * The settings file is wrong. The message names the file, the line, the key, and what was expected.
 */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
