namespace Sluice.Load;

/// <summary>A load in the background, for as long as something else takes.</summary>
public sealed class RunningLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpLoadClient _client;
    private readonly LoadGenerator _generator;
    private readonly Task<LoadReport> _run;

    private RunningLoad(LoadPlan plan, TimeProvider clock)
    {
        _client = new HttpLoadClient(plan, clock);
        _generator = new LoadGenerator(plan, _client, clock);
        _run = _generator.RunAsync(progress: null, _stop.Token);
    }

    /// <summary>How far it is.</summary>
    public LoadProgress Progress => _generator.Progress;

    /// <summary>Begins to send.</summary>
    public static RunningLoad Start(LoadPlan plan, TimeProvider clock) => new(plan, clock);

    /// <summary>Waits until all of the plan was sent and answered.</summary>
    public Task<LoadReport> WholeAsync() => _run;

    /// <summary>Sends no more and waits for the answers that are still to come.</summary>
    public async Task<LoadReport> EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        return await _run.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        _client.Dispose();
        _stop.Dispose();
    }
}
