package dev.trainyard.route.check;

/** What is wrong with an endpoint that Camel has made, in words for the author of the route. */
final class EndpointFault extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String text;

  /**
   * @param text the text that is wrong, as the route has it
   * @param message what is wrong with it
   */
  EndpointFault(String text, String message) {
    super(message);
    this.text = text;
  }

  /** The text that is wrong. */
  String text() {
    return text;
  }
}
