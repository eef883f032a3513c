package dev.trainyard.callback.address;

import dev.trainyard.callback.CallbackSettings;
import dev.trainyard.callback.SampleSettings;
import java.util.Set;

/** Judges of callback URLs as the service has them, with a server of its own at port 15432. */
public final class SampleUrls {
  private SampleUrls() {}

  /** A judge with the defaults. */
  public static CallbackUrls strict() {
    return of(SampleSettings.allowing());
  }

  /** A judge of settings. */
  public static CallbackUrls of(CallbackSettings settings) {
    return new CallbackUrls(settings, new AddressGuard(settings), new OwnPorts(Set.of(15432)));
  }
}
