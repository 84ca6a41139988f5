using System.Text.RegularExpressions;
using Sluice.DeployBenchmarks;
using Sluice.Load;

namespace Sluice.RolloutBenchmarks;

/// <summary>How soon users are rid of a bad revision.</summary>
internal static class Returns
{
    private static readonly TimeSpan s_command = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_verdict = TimeSpan.FromSeconds(1);

    /// <summary>What a pod says that it needs: it goes on for 5 s and then ends what it has begun, within the 30 s that the manifest gives it.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(30);

    /// <summary>A person takes a promoted revision back while the stack before it is warm.</summary>
    public static async Task<IReadOnlyList<Figure>> ByCommandAsync(Beta beta, string strategy, string router, int rounds)
    {
        beta.Treat(strategy, router, "none");
        var (news, kept) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            beta.Change();
            await beta.RunAsync(0, "DeployBeta");
            await using var load = await LastAnswers.StartAsync(await beta.AskedAsync());
            var bad = load.Revisions.Single();
            var begun = TimeProvider.System.GetTimestamp();
            await beta.RunAsync(0, "RollbackBeta");
            await ProveAsync(load, bad);
            news.Add(load.LastAfter(begun, bad, ConnectionUse.New));
            kept.Add(load.LastAfter(begun, bad, ConnectionUse.KeptAlive));
        }

        return
        [
            Figure.Of($"`RollbackBeta`, warm stack, router `{router}`: command to the last answer of the bad revision over a new connection", news, s_command),
            Figure.Of($"the same over connections that were kept", kept, s_drain),
        ];
    }

    /// <summary>A gate finds a candidate worse that answers half of its requests with errors.</summary>
    public static async Task<IReadOnlyList<Figure>> ByGateAsync(Beta beta, string strategy, string router, int rounds)
    {
        beta.Treat(strategy, router, "watched");
        var (readBack, news, kept) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            beta.Change();
            beta.Fail(0.5);
            var asked = await beta.AskedAsync();
            await using var load = await LastAnswers.StartAsync(asked);
            var stable = load.Revisions.Single();
            var heard = new HeardLines();
            LastAnswers? others = null;
            await beta.RunAsync(
                3,
                line =>
                {
                    heard.Add(line);
                    // Connections that were opened before stay with stable: these are opened to both.
                    others ??= Regex.IsMatch(line, "backend [12]/2: (50|100) %") ? new LastAnswers(asked) : null;
                },
                "DeployBeta");
            await using var late = others ?? throw new InvalidOperationException("The candidate got no weight.");
            var bad = load.Revisions.Single(revision => revision != stable);
            await ProveAsync(load, bad);
            const string Back = "backend taken back to 0 % in ([0-9]+) ms";
            readBack.Add(TimeSpan.FromMilliseconds(heard.Number(Back)));
            var verdict = heard.At(Back) - (long)(readBack[^1].TotalSeconds * TimeProvider.System.TimestampFrequency);
            news.Add(load.LastAfter(verdict, bad, ConnectionUse.New));
            kept.Add(late.LastAfter(verdict, bad, ConnectionUse.KeptAlive));
            beta.Fail(0);
        }

        return
        [
            Figure.Of($"verdict of a gate, router `{router}`: to weight 0, read back", readBack, s_verdict),
            Figure.Of("verdict to the last answer of the candidate over a new connection", news, s_verdict),
            Figure.Of("the same over connections that were kept", kept, s_drain),
        ];
    }

    /// <summary>Sees to it that the revision is really gone: the last answer is only known when none comes any more.</summary>
    private static async Task ProveAsync(LastAnswers load, string bad)
    {
        var moment = TimeProvider.System.GetTimestamp();
        await LastAnswers.GoOnAsync(TimeSpan.FromSeconds(3));
        if (load.LastAfter(moment, bad, ConnectionUse.New) > TimeSpan.Zero)
        {
            throw new InvalidOperationException($"Revision {bad} answers new connections after the command has ended.");
        }
    }
}
