package dev.trainyard.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.job.request.BatchRequestReader;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.text.FieldError;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a schedule submits as {@code POST /start} and {@code POST /batches} do, with the
 * strategies of this moment. Beyond that it refuses what makes no sense by the clock.
 */
public final class WorkReader {
  private final TrainingRequestReader requests;
  private final BatchRequestReader batches;
  private final FetchReader fetches;

  /** Creates a reader on those of single requests and of fetches. */
  public WorkReader(TrainingRequestReader requests, FetchReader fetches) {
    this.requests = requests;
    this.batches = new BatchRequestReader(requests);
    this.fetches = fetches;
  }

  /**
   * Reads a fetch.
   *
   * @return its series; empty for all stored ones
   * @throws InvalidRequestException when a field is wrong; its path begins with that of the work
   */
  Optional<List<CandleSeries>> readFetch(ScheduledWork work) {
    return fetches.read(work.json());
  }

  /**
   * Reads work.
   *
   * @return its training requests with their defaults; none for a fetch
   * @throws InvalidRequestException when a field is wrong; its path begins with that of the work
   */
  public List<TrainingRequestReader.Checked> read(ScheduledWork work) {
    if (work.kind() == ScheduledWork.Kind.FETCH) {
      fetches.read(work.json());
      return List.of();
    }
    FieldErrors errors = new FieldErrors();
    String field = work.kind().field();
    try {
      byte[] body = work.json().getBytes(UTF_8);
      List<TrainingRequestReader.Checked> checked =
          switch (work.kind()) {
            case REQUEST -> List.of(requests.read(body));
            case BATCH, FETCH -> batches.read(body).requests();
          };
      TrainingRequest.Delivery delivery = checked.get(0).request().delivery();
      if (delivery.runAt().isPresent()) {
        errors.add(field + ".run_at", "must be null: the schedule says when");
      }
      if (delivery.reuse()) {
        errors.add(field + ".reuse", "must be false: each run of a schedule trains anew");
      }
      errors.throwIfAny();
      return checked;
    } catch (InvalidRequestException e) {
      if (errors.isEmpty()) {
        for (FieldError error : e.errors()) {
          errors.add(field + "." + error.field(), error.message());
        }
      }
      throw new InvalidRequestException(errors.toList());
    }
  }
}
