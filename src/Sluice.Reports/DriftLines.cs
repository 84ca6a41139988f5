using Sluice.Rollouts.Rollback;
using Sluice.Rollouts.Status;

namespace Sluice.Reports;

/// <summary>What is live and not what the ledger says, a line each. Pure.</summary>
public static class DriftLines
{
    /// <summary>What is so, and what to do.</summary>
    /// <param name="drifted">A service.</param>
    /// <param name="environment">Name of the environment.</param>
    public static (string What, string Advice) Describe(DriftedService drifted, string environment)
    {
        var by = drifted.Hand is { } hand ? $", by {hand.Manager} at {hand.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "";
        return drifted.IsScale
            ? (UntrustedText.Line($"{drifted.Service}: {drifted.What}{by}"), "That is nobody's mistake: it stays so until somebody scales it again, and a rollout keeps it.")
            : (UntrustedText.Line($"{drifted.Service} is not as release {RollbackTargets.Name(drifted.Release)} left it: {drifted.What}{by}"), $"kubectl cannot restore a release: type ./build.sh Deploy{Title(environment)} for one that is whole, or ./build.sh Rollback{Title(environment)} --to {drifted.Release.Release}");
    }

    /// <summary>All of them, indented for a status.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DriftedService> drifted, string environment) =>
        [.. drifted.Select(one => Describe(one, environment)).Select(line => $"  {line.What}. {line.Advice}")];

    private static string Title(string name) => $"{char.ToUpperInvariant(name[0])}{name[1..]}";
}
