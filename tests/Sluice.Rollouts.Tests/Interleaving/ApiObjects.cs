using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>An object at the API server, as much of it as rollouts touch.</summary>
internal abstract record ApiObject
{
    public abstract string Key { get; }

    public int Uid { get; init; }

    /// <summary>Changes with every write.</summary>
    public int Version { get; init; }

    /// <summary>Fencing number of the lock under which it was last written; 0 before.</summary>
    public long Fence { get; init; }
}

/// <summary>The Deployment of a stack.</summary>
internal sealed record StackObject(StackId Id, string Revision) : ApiObject
{
    public override string Key => KeyOf(Id.Name);

    public int Pods { get; init; }

    /// <summary>Pods that were there before the newest ones.</summary>
    public int Older { get; init; }

    public DateTimeOffset ReadyAt { get; init; }

    public bool IsHeld { get; init; }

    public bool IsWarm { get; init; }

    public DateTimeOffset? WarmUntil { get; init; }

    /// <summary>Its pod template is not that of its stack any more: its pods do not bear the mark that Services name.</summary>
    public bool IsForeign { get; init; }

    public static string KeyOf(string name) => $"deployment/{name}";

    public int Ready(DateTimeOffset now) => IsForeign ? 0 : now >= ReadyAt ? Pods : Math.Min(Older, Pods);

    /// <summary>Pods that it has keep serving; more of them take three seconds.</summary>
    public StackObject Sized(int pods, DateTimeOffset now) => this with { Older = Ready(now), Pods = pods, ReadyAt = pods > Ready(now) ? now.AddSeconds(3) : now };
}

/// <summary>An autoscaler.</summary>
internal sealed record ScalerObject(string Target, int Min, int Max) : ApiObject
{
    public override string Key => KeyOf(Target);

    /// <summary>What it said before it was held, and at what it is held.</summary>
    public (int Min, int Max, int Pods)? Held { get; init; }

    public static string KeyOf(string target) => $"autoscaler/{target}";
}

/// <summary>The Service of a service.</summary>
internal sealed record PointerObject(string Service, string? Serving) : ApiObject
{
    public override string Key => KeyOf(Service);

    public static string KeyOf(string service) => $"service/{service}";
}

/// <summary>The route of a service, with the part that goes to the second Service.</summary>
internal sealed record RouteObject(string Service, string? Candidate, int Weight) : ApiObject
{
    public override string Key => KeyOf(Service);

    public static string KeyOf(string service) => $"route/{service}";
}

/// <summary>The record of a rollout.</summary>
internal sealed record JournalObject(RolloutRecord Record) : ApiObject
{
    public override string Key => KeyOf(Record.Number);

    public static string KeyOf(int number) => $"journal/{number}";
}

/// <summary>Anything of which only the version counts.</summary>
internal sealed record PlainObject(string Name) : ApiObject
{
    public override string Key => Name;
}
