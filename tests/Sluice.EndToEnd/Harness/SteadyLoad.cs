using System.Collections.Concurrent;

namespace Sluice.EndToEnd.Harness;

/// <summary>Users who come one after another, whatever happens to those before them: every 20 ms one with a connection of their own.</summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    private readonly Uri _service;
    private readonly string _path;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly ConcurrentDictionary<string, int> _answersByRevision = new();
    private readonly Task _run;

    public SteadyLoad(Uri service, string path)
    {
        _service = service;
        _path = path;
        _run = RunAsync();
    }

    /// <summary>Why requests failed; empty is good.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>How many answers came from each revision.</summary>
    public IReadOnlyDictionary<string, int> AnswersByRevision => _answersByRevision;

    /// <summary>Ends it when every request has its answer.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(s_interval);
        var requests = new List<Task>();
        while (!_stop.IsCancellationRequested)
        {
            requests.Add(RequestAsync());
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }

        await Task.WhenAll(requests);
    }

    private async Task RequestAsync()
    {
        try
        {
            var answer = await Web.GetAsync(_service, _path);
            if ((int)answer.Code == 200)
            {
                _answersByRevision.AddOrUpdate(answer.Revision, 1, (_, count) => count + 1);
            }
            else
            {
                _failures.Enqueue($"{(int)answer.Code} {answer.Body}");
            }
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            _failures.Enqueue(problem.Message);
        }
    }
}
