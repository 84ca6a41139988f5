namespace Sluice.Nuke.Diagnostics;

/// <summary>Asks all questions at the same time. One that does not come back, or breaks, is a finding like any other.</summary>
internal static class Examination
{
    /// <summary>What one question may take: more than a slow cluster needs, less than a person waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <returns>The findings in the order of the checks.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IReadOnlyList<Check> checks, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(checks.Select(check => LookAsync(check, patience, clock, cancellationToken))).ConfigureAwait(false);
        return [.. found.SelectMany(findings => findings)];
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(Check check, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // On a thread of its own: a check may block, or do much before it first waits.
        var looking = Task.Run(() => check.Look(stop.Token), cancellationToken);
        try
        {
            return await looking.WaitAsync(patience, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return [Finding.Problem(check.Subject, $"no answer within {patience.TotalSeconds:0} s", check.WhenSilent)];
        }
#pragma warning disable CA1031 // Doctor is called when things are broken in ways that nobody thought of; the other findings must still be shown.
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return [Finding.Problem(check.Subject, $"could not be looked at: {failure.Message}", "Run the same command with --verbosity Verbose, and report what it says.")];
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
