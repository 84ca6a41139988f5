using Sluice.Images;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Oci.Registry;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;

namespace Sluice.Nuke.Jobs;

/// <summary>
/// Decides, right before a deploy and whatever targets ran or were skipped, whether the registry holds passing evidence
/// for each image's digest.
/// </summary>
internal static class EvidenceJob
{
    /// <summary>Gives the images of the release by digest.</summary>
    /// <exception cref="BuildFailedException">At least one image must not be deployed.</exception>
    public static async Task<IReadOnlyList<ReleaseImage>> RequireAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        using var client = new RegistryClient(RegistryAccess.Of(session));
        var images = await ImageJob.RequireAsync(session, cancellationToken);
        var checks = await Task.WhenAll(images.Select(image => CheckAsync(session, client, environment, image, cancellationToken)));
        var refusals = checks.Select(check => check.Refusal).OfType<string>().ToList();
        if (refusals.Count > 0)
        {
            throw new BuildFailedException(ExitCodes.NotReady, $"Nothing was deployed:\n{string.Join('\n', refusals)}");
        }

        return [.. checks.Select(check => check.Image)];
    }

    private static async Task<(ReleaseImage Image, string? Refusal)> CheckAsync(SluiceSession session, RegistryClient client, EnvironmentDefinition environment, ServiceImage image, CancellationToken cancellationToken)
    {
        var where = await PushJob.ReferenceAsync(session, image.Service, cancellationToken);
        var decision = EvidencePolicy.Check(image.Digest, await EvidenceReader.ReadScanAsync(client, where, image.Digest, cancellationToken), environment.Policy.Scan.MaxAge, session.Clock.GetUtcNow());
        var release = new ReleaseImage(image.Service, where.WithDigest(image.Digest).ToString());
        return decision is EvidenceDecision.Refused refused
            ? (release, $"  {image.Service}: {refused.Reason} Type: {refused.NextCommand}")
            : (release, null);
    }
}
