using Serilog;
using Sluice.Model;
using Sluice.Model.Versions;
using Sluice.Nuke.Hosting;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Supply.Promotion;

namespace Sluice.Nuke.Jobs;

/// <summary>Records in the registry how a release fared, for the environments after it.</summary>
internal static class PromotionJob
{
    // The release serves or does not; nobody should wait long for a note about it.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>Records it. A registry that cannot be written is a notice: what serves, serves.</summary>
    /// <param name="session">The run.</param>
    /// <param name="environment">Where it ran.</param>
    /// <param name="release">What ran; one without a version that can be promoted is not recorded.</param>
    /// <param name="outcome">How it ended; <see langword="null"/> for nothing that says something about the release.</param>
    /// <param name="target">The target, for "what to type".</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RecordAsync(
        SluiceSession session, EnvironmentDefinition environment, Release release, PromotionOutcome? outcome, string target, CancellationToken cancellationToken)
    {
        if (outcome is not { } ended)
        {
            return;
        }

        var options = RegistryAccess.Of(session) with { Retries = 1, AnswerTimeout = s_patience };
        using var client = new RegistryClient(options);
        foreach (var line in await RecordAsync(client, session.Pipeline.Application, environment.Name, release, ended, target, session.Clock, cancellationToken))
        {
            Log.Warning("{Line:l}", line);
        }
    }

    /// <summary>What the end of a deploy says about its release; <see langword="null"/> for nothing.</summary>
    public static PromotionOutcome? OutcomeOf(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.Deployed or DeployOutcome.Unchanged => PromotionOutcome.Succeeded,
        DeployOutcome.NotReady or DeployOutcome.Returned => PromotionOutcome.Failed,
        _ => null,
    };

    /// <summary>What the end of a rollout says about its release; <see langword="null"/> for nothing.</summary>
    public static PromotionOutcome? OutcomeOf(RolloutOutcome outcome) => outcome switch
    {
        RolloutOutcome.Succeeded or RolloutOutcome.InPlace => PromotionOutcome.Succeeded,
        RolloutOutcome.RolledBack or RolloutOutcome.Stranded => PromotionOutcome.Failed,
        _ => null,
    };

    /// <returns>What to tell; empty when all is recorded, or nothing is to be.</returns>
    internal static async Task<IReadOnlyList<string>> RecordAsync(
        RegistryClient client, string application, string environment, Release release, PromotionOutcome outcome, string target, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!ReleaseVersion.TryParse(release.Version, out var version, out _) || release.Commit.Length == 0)
        {
            return [];
        }

        var images = release.Images.Select(image => (image.Service, Reference: ImageReference.Parse(image.Reference))).ToList();
        var record = new PromotionRecord
        {
            Schema = PromotionRecord.CurrentSchema,
            Application = application,
            Environment = environment,
            Version = version.ToString(),
            Commit = release.Commit,
            RenderedHash = release.RenderedHash,
            Outcome = outcome,
            Images = PromotionRecord.Sorted(images.Select(image => new PromotedImage(image.Service, image.Reference.Digest!.Value))),
            RecordedAt = clock.GetUtcNow(),
            By = release.Author,
            Sluice = PromotionRecord.OwnVersion,
        };
        var problems = await PromotionWriter.WriteAsync(client, [.. images.Select(image => new ServiceRepository(image.Service, image.Reference with { Digest = null }))], record, cancellationToken);
        return problems.Count == 0 ? [] :
        [
            $"How {version} fared in {environment} could not be recorded in the registry, so no other environment can take it from there. What serves is not affected.",
            .. problems.Select(problem => $"  {problem}"),
            $"To record it, type: ./build.sh {target} --release-version {version}",
        ];
    }
}
