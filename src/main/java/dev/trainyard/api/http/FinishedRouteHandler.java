package dev.trainyard.api.http;

import java.util.concurrent.CompletableFuture;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.DeferredResultMethodReturnValueHandler;

/** Ends a request whose route has ended already, which Spring would dispatch once more. */
final class FinishedRouteHandler implements HandlerMethodReturnValueHandler {
  private final DeferredResultMethodReturnValueHandler later =
      new DeferredResultMethodReturnValueHandler();

  @Override
  public boolean supportsReturnType(MethodParameter returnType) {
    return SpringBootPlatformHttpConsumer.class.isAssignableFrom(returnType.getContainingClass());
  }

  @Override
  public void handleReturnValue(
      @Nullable Object value,
      MethodParameter returnType,
      ModelAndViewContainer container,
      NativeWebRequest request)
      throws Exception {
    if (value instanceof CompletableFuture<?> route
        && route.isDone()
        && !route.isCompletedExceptionally()) {
      container.setRequestHandled(true);
    } else {
      later.handleReturnValue(value, returnType, container, request);
    }
  }
}
