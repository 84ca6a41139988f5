using Polly;
using Polly.Retry;

namespace Sluice.Kubernetes.Api;

/// <summary>When a request is sent again, and how soon.</summary>
internal static class ApiRetries
{
    public static ResiliencePipeline<ApiExchange> Build(ApiClientOptions options, TimeProvider time, Func<ApiError, bool> worthIt) =>
        new ResiliencePipelineBuilder<ApiExchange> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<ApiExchange>
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result?.Error is { } error && worthIt(error)),
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = options.MaxRetryDelay,
                DelayGenerator = arguments => ValueTask.FromResult(AskedFor(arguments.Outcome.Result?.Error, options)),
            })
            .Build();

    /// <summary>The server's own wish, within our limit; null leaves it to the back-off.</summary>
    private static TimeSpan? AskedFor(ApiError? error, ApiClientOptions options)
    {
        if (error?.RetryAfter is not { } wish)
        {
            return null;
        }

        return wish < options.MaxRetryDelay ? wish : options.MaxRetryDelay;
    }
}
