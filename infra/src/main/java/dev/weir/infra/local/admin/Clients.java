package dev.weir.infra.local.admin;

import dev.weir.schemas.settings.StackSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/** Makes clients of the servers that the settings name. */
public final class Clients {
  private static final int REQUEST_MILLIS = 10_000;
  private static final int CALL_MILLIS = 30_000;

  private Clients() {}

  /**
   * A new admin client, to be closed by the caller. Connects at its first use.
   *
   * @param environment where {@code env:NAME} values of the settings are looked up
   */
  public static Admin admin(StackSettings stack, UnaryOperator<@Nullable String> environment) {
    Map<String, Object> properties = new HashMap<>(stack.kafkaClient(environment));
    properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    return Admin.create(properties);
  }
}
