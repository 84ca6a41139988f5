using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Jobs;

/// <summary>Names that people go by in a run.</summary>
internal static class People
{
    /// <summary>Who runs this: the cluster's user first, where the cluster tells people apart, then what git calls them.</summary>
    public static async Task<IReadOnlyList<string>> MeAsync(SluiceSession session, EnvironmentCluster cluster, CancellationToken cancellationToken)
    {
        // The sandbox knows one user only; taken for a name, everybody would be the same person.
        var user = cluster.IsSandbox ? "" : await cluster.Identity.UserAsync(cancellationToken);
        var git = await session.GitAsync(cancellationToken);
        return Distinct([user, .. git.Names]);
    }

    /// <summary>Whose release it is: who runs this and who wrote the commit.</summary>
    public static async Task<IReadOnlyList<string>> AuthorsAsync(SluiceSession session, EnvironmentCluster cluster, CancellationToken cancellationToken)
    {
        var me = await MeAsync(session, cluster, cancellationToken);
        var git = await session.GitAsync(cancellationToken);
        return Distinct([.. me, .. git.CommitAuthor]);
    }

    private static string[] Distinct(IEnumerable<string> names) => [.. names.Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
