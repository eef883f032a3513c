package dev.trainyard.api.openapi;

import java.util.List;

/**
 * An operation of the HTTP API.
 *
 * @param method HTTP method, upper case
 * @param path path from the root of the service, with variables such as {@code {job_id}}
 * @param operationId its id, unique in the document
 * @param role least role that may call it
 * @param queryParameters names of its query parameters; empty for none
 */
public record ApiOperation(
    String method,
    String path,
    String operationId,
    RequiredRole role,
    List<String> queryParameters) {

  public ApiOperation {
    queryParameters = List.copyOf(queryParameters);
  }
}
