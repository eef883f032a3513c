import java.util.UUID;
import java.util.concurrent.TimeUnit;
import trainyard.client.ApiClient;
import trainyard.client.ApiException;
import trainyard.client.api.JobsApi;
import trainyard.client.api.MarketDataApi;
import trainyard.client.model.JobStatus;
import trainyard.client.model.Progress;
import trainyard.client.model.Result;
import trainyard.client.model.SubmittedJob;
import trainyard.client.model.TrainingRequest;

/**
 * Uses the client that is generated from the OpenAPI document: trains a strategy, and reads what
 * came out.
 */
public final class UseOfTheClient {
  private final JobsApi jobs;
  private final MarketDataApi marketData;

  private UseOfTheClient(ApiClient client) {
    this.jobs = new JobsApi(client);
    this.marketData = new MarketDataApi(client);
  }

  /** Takes the address of the service, and the market to train on. */
  public static void main(String[] arguments) throws Exception {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    new UseOfTheClient(client).train(arguments[1]);
  }

  private void train(String symbol) throws ApiException, InterruptedException {
    require(
        marketData.listMarketData(500, null).getItems().stream()
            .anyMatch(series -> series.getSymbol().equals(symbol)),
        "there are no candles");
    SubmittedJob submitted =
        jobs.startTraining(
            new TrainingRequest()
                .strategy("LIQUIDITY_SWEEP")
                .symbol(symbol)
                .exchange("bitstamp")
                .timeframe(TrainingRequest.TimeframeEnum._1M)
                .nIterations(20),
            "java-" + UUID.randomUUID());
    UUID job = submitted.getJobId();
    Progress progress = awaitFinal(job);
    require(progress.getStatus() == JobStatus.COMPLETED, progress.toString());
    require(progress.getPercentage() == 100, progress.toString());
    Result result = jobs.getResults(job);
    require(result.getInSample().getFrom().isBefore(result.getInSample().getTo()), "no block");
    require(
        jobs
            .listJobs(
                JobStatus.COMPLETED, null, symbol, null, null, null, null, null, null, null, null, 500, null)
            .getItems()
            .stream()
            .anyMatch(listed -> listed.getJobId().equals(job)),
        "not listed");
    System.out.println(job + " " + result.getValidation().getVerdict() + " " + refusal(job));
  }

  private Progress awaitFinal(UUID job) throws ApiException, InterruptedException {
    Progress progress = jobs.getProgress(job);
    while (!progress.getIsComplete()) {
      TimeUnit.MILLISECONDS.sleep(200);
      progress = jobs.getProgress(job);
    }
    return progress;
  }

  private int refusal(UUID job) throws ApiException {
    try {
      jobs.cancelJob(job);
      return 0;
    } catch (ApiException e) {
      require(e.getResponseBody().contains("\"job_status\":\"COMPLETED\""), e.getResponseBody());
      return e.getCode();
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
