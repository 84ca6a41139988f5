using Microsoft.AspNetCore.Http;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>A way in with the turns of its backends.</summary>
internal sealed record OpenWay(WayIn Way, WeightedTurns Turns)
{
    public Backend? NextBackend() => Turns.Next() is { } index ? Way.Backends[index] : null;
}

/// <summary>All ways in as the store has them now: a request after a write's answer is led by what was written. Thread-safe.</summary>
internal sealed class WayTable(IObjectStore store) : IDisposable
{
    private static readonly string[] Sources = [Resources.Ingresses, Resources.HttpRoutes];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoreWatch> _watches = [];
    private IReadOnlyList<OpenWay> _ways = [];

    /// <summary>The first way in that is for this request.</summary>
    public OpenWay? Find(HttpRequest request)
    {
        string host = request.Host.Host.TrimEnd('.');
        return Current().FirstOrDefault(w => w.Way.Matches(request, host));
    }

    public void Dispose()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Dispose();
        }
    }

    private IReadOnlyList<OpenWay> Current()
    {
        lock (_lock)
        {
            bool changed = false;
            foreach (string source in Sources)
            {
                changed |= HasChanged(source);
            }

            return changed ? _ways = Read() : _ways;
        }
    }

    private bool HasChanged(string source)
    {
        if (!_watches.TryGetValue(source, out var watch) || watch.Events.Completion.IsCompleted)
        {
            _watches[source] = store.Subscribe(source, null, 0);
            return true;
        }

        bool changed = false;
        while (watch.Events.TryRead(out _))
        {
            changed = true;
        }

        return changed;
    }

    private List<OpenWay> Read()
    {
        // A write that changes no way, such as one of its status, must not begin the turns anew.
        var before = _ways.ToLookup(w => w.Way.Identity);
        var ways = IngressWays.Of(store.List(Resources.Ingresses, null).Items).Concat(RouteWays.Of(store.List(Resources.HttpRoutes, null).Items));
        return WayIn.Ordered(ways)
            .Select(w => before[w.Identity].FirstOrDefault() ?? new OpenWay(w, new WeightedTurns([.. w.Backends.Select(b => b.Weight)])))
            .ToList();
    }
}
