using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>Evidence without secrets: what services print reaches no place where evidence is kept.</summary>
internal sealed class CleanEvidence(IEvidenceSource inner, Func<string, string> clean) : IEvidenceSource
{
    public async Task<EvidenceBundle?> CollectAsync(EvidenceRequest request, CancellationToken cancellationToken) =>
        await inner.CollectAsync(request, cancellationToken) is { } bundle
            ? new EvidenceBundle([.. bundle.Files.Select(file => file with { Text = clean(file.Text) })])
            : null;
}
