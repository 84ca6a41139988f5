using Serilog;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Lets a release into an environment, or says everything that stands in its way.</summary>
internal static class AdmissionJob
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    /// <summary>Asks before anything is done, so that a run that is refused for good does not even wait for the lock.</summary>
    /// <exception cref="BuildFailedException">Something other than a missing approval stands in the way.</exception>
    public static async Task LookAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, CancellationToken cancellationToken)
    {
        var (refusals, _) = await JudgeAsync(session, cluster, environment, request, cancellationToken);
        if (refusals.Any(refusal => refusal.Kind != RefusalKind.NotApproved))
        {
            throw Refused(environment, refusals);
        }
    }

    /// <summary>Where the user wants that, puts the release before the approvers and waits until they have spoken; the lock is not held meanwhile.</summary>
    /// <exception cref="BuildFailedException">Something other than a missing approval came in its way.</exception>
    public static async Task WaitAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, CancellationToken cancellationToken)
    {
        if (!session.Waits || environment.Approvals is null)
        {
            return;
        }

        for (var hasAsked = false; ; await Task.Delay(s_look, session.Clock, cancellationToken))
        {
            var (refusals, people) = await JudgeAsync(session, cluster, environment, request, cancellationToken);
            if (refusals.Count == 0)
            {
                return;
            }

            if (refusals.Any(refusal => refusal.Kind != RefusalKind.NotApproved))
            {
                throw Refused(environment, refusals);
            }

            if (!hasAsked)
            {
                await AskAsync(session, cluster, environment, request, people, cancellationToken);
                Log.Information("{Line:l}", $"{environment.Name}: {request.Release.Version} waits for approval. {refusals[0].What} Ctrl-C ends the wait; {refusals[0].Next}");
                hasAsked = true;
            }
        }
    }

    /// <summary>Asks right before the deploy; where approvals are missing, approvers find the release asked for afterwards.</summary>
    /// <exception cref="BuildFailedException">Something stands in the way.</exception>
    public static async Task RequireAsync(SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, CancellationToken cancellationToken)
    {
        var (refusals, people) = await JudgeAsync(session, cluster, environment, request, cancellationToken);
        if (refusals.Count == 0)
        {
            return;
        }

        if (refusals.Any(refusal => refusal.Kind == RefusalKind.NotApproved))
        {
            await AskAsync(session, cluster, environment, request, people, cancellationToken);
        }

        throw Refused(environment, refusals);
    }

    /// <summary>Puts what was rolled back on hold, where the environment wants that.</summary>
    public static async Task HoldAsync(EnvironmentCluster cluster, EnvironmentDefinition environment, Hold? hold, CancellationToken cancellationToken)
    {
        if (hold is null || !environment.Holds)
        {
            return;
        }

        if (await cluster.Admission.HoldAsync(hold, cancellationToken) is { } problem)
        {
            Log.Warning("{Line:l}", $"{hold.Version} could not be put on hold in {environment.Name}: {problem}");
            return;
        }

        Log.Information("{Line:l}", $"{hold.Version} is on hold in {environment.Name} now: the same images and manifests are refused until ./build.sh LiftHold --environment {environment.Name} --reason \"…\"");
    }

    private static async Task<(IReadOnlyList<AdmissionRefusal> Refusals, IReadOnlyList<string> AuthorNames)> JudgeAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, CancellationToken cancellationToken)
    {
        var read = await cluster.Admission.ReadAsync(cancellationToken);
        if (!read.Succeeded(out var book))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, $"{environment.Name}: whether the release may go live is not known, so it does not.\n{string.Join('\n', read.Problems)}");
        }

        var people = await People.AuthorsAsync(session, cluster, cancellationToken);
        return (AdmissionRules.Judge(environment, AdmissionSubject.Of(environment.Name, request), people, book, session.Clock.GetUtcNow()), people);
    }

    private static async Task AskAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, DeployRequest request, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        var subject = AdmissionSubject.Of(environment.Name, request);
        string[] images = [.. subject.Services.Select(service => $"{service.Name} {service.Image}")];
        var asked = new ApprovalRequest(subject.Id, subject.Version, request.Release.Commit, people, images, session.Clock.GetUtcNow());
        if (await cluster.Admission.RequestAsync(asked, cancellationToken) is { } problem)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, $"{environment.Name}: the release could not be put before the approvers. {problem}");
        }
    }

    private static BuildFailedException Refused(EnvironmentDefinition environment, IReadOnlyList<AdmissionRefusal> refusals) => new(
        ExitCodes.NotAdmitted,
        $"{environment.Name} does not take this release now. Nothing was changed.\n{string.Join('\n', refusals.SelectMany(refusal => new[] { $"  {refusal.What}", $"    Next: {refusal.Next}" }))}");
}
