using Polly;
using Polly.Retry;

namespace Sluice.Oci.Registry;

/// <summary>
/// Tries again what may pass by itself: exponential waits with jitter, or as long as the registry asks. An attempt that
/// moved bytes before it failed does not count against the number of tries.
/// </summary>
internal sealed class RegistryRetry
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private readonly ResiliencePipeline _pipeline;

    public RegistryRetry(RegistryClientOptions options) => _pipeline = Pipeline(options);

    /// <summary>Runs until a success, a failure that will not pass, or too many failures. Only cancellation throws.</summary>
    /// <param name="attempt">One attempt; failures are values.</param>
    /// <param name="progress">Bytes that are through for good; <see langword="null"/> where attempts are all or nothing.</param>
    /// <param name="cancellationToken">Ends attempts and waits.</param>
    public async Task<RegistryOutcome<T>> RunAsync<T>(
        Func<CancellationToken, Task<RegistryOutcome<T>>> attempt, Func<long>? progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = progress?.Invoke() ?? 0;
            var outcome = await _pipeline.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (outcome.IsSuccess)
            {
                return outcome;
            }

            if (!outcome.Error.IsTransient || (progress?.Invoke() ?? 0) <= before)
            {
                // Whoever sees this error shall not begin again: this was the number of tries that was asked for.
                return outcome.Error with { IsTransient = false };
            }
        }
    }

    private static ResiliencePipeline Pipeline(RegistryClientOptions options)
    {
        if (options.Retries <= 0)
        {
            return ResiliencePipeline.Empty;
        }

        return new ResiliencePipelineBuilder { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is IRegistryOutcome { Error: { IsTransient: true } error } && !(error.RetryAfter > options.LongestRetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Result as IRegistryOutcome)?.Error?.RetryAfter),
            })
            .Build();
    }
}
