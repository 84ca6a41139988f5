using System.Text.Json.Nodes;
using Sluice.Manifests.Stacks;
using Sluice.Manifests.Versions;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>The second Services of weighted routers.</summary>
internal sealed class CandidateServices(FencedApply apply, LaneEndpoints endpoints)
{
    /// <summary>They exist; ready when they lead to the candidate's pods.</summary>
    public async Task<Ensured> EnsureAsync(Lane lane, IReadOnlyList<ServicePointer> pointers, CancellationToken cancellationToken)
    {
        foreach (ServicePointer pointer in pointers)
        {
            var body = (JsonObject)CandidateService.Of(pointer, lane.Candidate.Mark).Json.DeepClone();
            ExplicitProtocols.Fill(body);
            if (await apply.EnsureAsync(Path(pointer), Label(pointer), body, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return Ensured.Failed(problem);
            }
        }

        return await endpoints.LeadToCandidateAsync(lane, pointers.Select(Name), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken)
    {
        foreach (ServicePointer pointer in lane.Pointers)
        {
            if (await apply.RemoveAsync(Path(pointer), Label(pointer), cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    public static string Name(ServicePointer pointer) => StackNames.Candidate(pointer.Rendered.Name);

    private static string Path(ServicePointer pointer) => ServicePath.Of(pointer.Rendered.Namespace, Name(pointer));

    private static string Label(ServicePointer pointer) => $"Service/{Name(pointer)} in {pointer.Rendered.Namespace}";
}
