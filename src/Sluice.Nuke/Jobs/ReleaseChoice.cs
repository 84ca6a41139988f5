using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Oci.Registry;
using Sluice.Rollouts;
using Sluice.Supply.Promotion;

namespace Sluice.Nuke.Jobs;

/// <summary>The release that a target deploys.</summary>
/// <param name="Version">Its version, or what a commit without one is called.</param>
/// <param name="Commit">Its commit; empty outside a repository.</param>
/// <param name="Images">One per service, by digest, each with evidence that passed.</param>
/// <param name="Notes">Where the images come from, and what a reader should know: lines for people.</param>
internal sealed record ReleaseSet(string Version, string Commit, IReadOnlyList<ReleaseImage> Images, IReadOnlyList<string> Notes);

/// <summary>
/// Decides what a deploy brings into an environment, before anything is changed: a final version takes the images that succeeded in the environment
/// before; any other release those of its commit, from the registry where it has them, else those that this run built.
/// </summary>
internal static class ReleaseChoice
{
    /// <param name="session">The run.</param>
    /// <param name="environment">Where the release is to go.</param>
    /// <param name="typed"><c>--release-version</c>; <see langword="null"/> for what the tags say.</param>
    /// <param name="target">The target that was asked for, for "what to type".</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">There is nothing that may be deployed; the message says why and what to type.</exception>
    public static Task<ReleaseSet> ForAsync(SluiceSession session, EnvironmentDefinition environment, string? typed, string target, CancellationToken cancellationToken) =>
        ForAsync(session, environment, typed, target, token => EvidenceJob.RequireAsync(session, environment, token), cancellationToken);

    /// <summary>The release that a deploy would take, for a plan; where it would take none, what is planned instead is told and is the images of the sources.</summary>
    /// <exception cref="BuildFailedException">There is no release of the version that was typed.</exception>
    public static async Task<ReleaseSet> ForPlanAsync(SluiceSession session, EnvironmentDefinition environment, string? typed, CancellationToken cancellationToken)
    {
        var isTyped = typed is { Length: > 0 };
        var target = isTyped ? $"Plan --environment {environment.Name}" : $"Deploy{char.ToUpperInvariant(environment.Name[0])}{environment.Name[1..]}";
        try
        {
            return await ForAsync(session, environment, typed, target, SourcesAsync, cancellationToken);
        }
        catch (BuildFailedException refusal) when (!isTyped)
        {
            Log.Warning("{Line:l}", $"A deploy to {environment.Name} would be refused now: {refusal.Message.Replace("\nNothing was changed. Type:", "\nType:", StringComparison.Ordinal)}");
            Log.Warning("{Line:l}", $"Planned instead: the images of the sources, as if {environment.Name} took them.");
            var git = await session.GitAsync(cancellationToken);
            return new ReleaseSet(git.Version, git.Commit ?? "", await SourcesAsync(cancellationToken), []);
        }

        // A plan tells what would be deployed; whether it may be is asked by the deploy.
        async Task<IReadOnlyList<ReleaseImage>> SourcesAsync(CancellationToken token) =>
            await Task.WhenAll((await ImageJob.RequireAsync(session, token)).Select(async image =>
                new ReleaseImage(image.Service, (await PushJob.ReferenceAsync(session, image.Service, token)).WithDigest(image.Digest).ToString())));
    }

    private static async Task<ReleaseSet> ForAsync(
        SluiceSession session,
        EnvironmentDefinition environment,
        string? typed,
        string target,
        Func<CancellationToken, Task<IReadOnlyList<ReleaseImage>>> build,
        CancellationToken cancellationToken)
    {
        var git = await session.GitAsync(cancellationToken);
        var named = await new ReleaseChoiceName(session.Pipeline, environment, target, git, new ReleaseChoiceGit(session.Root)).FindAsync(typed, cancellationToken);
        if (named is null)
        {
            return new ReleaseSet(git.Version, git.Commit ?? "", await build(cancellationToken), []);
        }

        using var client = new RegistryClient(RegistryAccess.Of(session));
        var choice = new ReleaseChoiceImages(session.Pipeline, environment, target, client, await RepositoriesAsync(session, cancellationToken), session.Clock)
        {
            Build = build,
        };
        var set = await choice.FindAsync(named, cancellationToken);
        foreach (var note in set.Notes)
        {
            Log.Information("{Line:l}", note);
        }

        if (!named.IsHead)
        {
            Log.Warning("{Line:l}", $"{set.Version} is commit {ReleaseChoiceName.Short(set.Commit)}, and {ReleaseChoiceName.Short(git.Commit ?? "")} is checked out: the images are those of {set.Version}, the manifests those of the checkout.");
        }

        return set;
    }

    private static async Task<IReadOnlyList<ServiceRepository>> RepositoriesAsync(SluiceSession session, CancellationToken cancellationToken) =>
        await Task.WhenAll(session.Pipeline.Services.Select(async service => new ServiceRepository(service.Name, await PushJob.ReferenceAsync(session, service.Name, cancellationToken))));
}
