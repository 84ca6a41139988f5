using System.Globalization;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>What outlives every process. It refuses what an API server refuses: writes on top of what is not there any more.</summary>
internal sealed class ApiServer(Conductor conductor)
{
    private Dictionary<string, ApiObject> _objects = [];
    private int _versions;
    private LeaseState? _lease;

    public DateTimeOffset Now => conductor.Now;

    /// <summary>Everything, as it is at this moment. Never changes.</summary>
    public IReadOnlyDictionary<string, ApiObject> Objects => _objects;

    /// <summary>What is not part of the traffic: the ledger, the store, what services share.</summary>
    public FakePorts Shared { get; } = new();

    public List<PersonSignal> Signals { get; } = [];

    /// <summary>Is told of every change.</summary>
    public WorldRules? Rules { get; set; }

    public T? Find<T>(string key)
        where T : ApiObject => _objects.GetValueOrDefault(key) as T;

    public int VersionOf(string key) => _objects.GetValueOrDefault(key)?.Version ?? 0;

    /// <summary>Writes on top of a version that was read; 0 for one that is not there.</summary>
    /// <returns>False for a conflict.</returns>
    public bool Write(ApiObject next, int version, string by)
    {
        var live = _objects.GetValueOrDefault(next.Key);
        if (version != (live?.Version ?? 0))
        {
            return false;
        }

        Put(next, by);
        return true;
    }

    /// <summary>Writes whatever is there, as people and controllers do.</summary>
    public void Put(ApiObject next, string by)
    {
        var live = _objects.GetValueOrDefault(next.Key);
        var stored = next with { Uid = live?.Uid ?? ++_versions, Version = ++_versions };
        var before = _objects;
        _objects = new Dictionary<string, ApiObject>(before) { [next.Key] = stored };
        Rules?.Changed(before, stored, by);
    }

    /// <returns>False for a conflict.</returns>
    public bool Delete(ApiObject seen, string by)
    {
        if (_objects.GetValueOrDefault(seen.Key) is not { } live)
        {
            return true;
        }

        if (live.Uid != seen.Uid || live.Version != seen.Version)
        {
            return false;
        }

        var before = _objects;
        _objects = new Dictionary<string, ApiObject>(before);
        _objects.Remove(seen.Key);
        Rules?.Gone(before, live, by);
        return true;
    }

    public LeaseReading ReadLease() => new(_lease, Now);

    public LeaseWrite WriteLease(LeaseState next)
    {
        if (next.Version != (_lease?.Version ?? ""))
        {
            return new LeaseWrite.Stale();
        }

        _lease = next with { Version = (++_versions).ToString(CultureInfo.InvariantCulture), WrittenAt = Now };
        return new LeaseWrite.Stored(_lease);
    }
}
