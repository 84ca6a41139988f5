using Serilog;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Writes down what an approver says. Needs the environment's cluster alone.</summary>
internal static class ApprovalJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where; <see langword="null"/> when the user named none.</param>
    /// <param name="version">Of the release; <see langword="null"/> for the only one that waits.</param>
    /// <param name="word">What is said.</param>
    /// <param name="reason">Why; needed for a rejection.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BuildFailedException">Nothing waits, or this person's word would not count.</exception>
    public static async Task RunAsync(SluiceSession session, string? environmentName, string? version, DecisionWord word, string? reason, CancellationToken cancellationToken)
    {
        var target = word == DecisionWord.Approved ? "Approve" : "Reject";
        var environment = session.EnvironmentOf(environmentName, target);
        if (environment.Approvals is not { } rules)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"{environment.Name} takes releases without approval. Allowed: environments with 'approvals' in sluice.yaml.");
        }

        var comment = word == DecisionWord.Rejected ? DecisionInput.Reason(reason, target, environment.Name) : reason?.Trim() ?? "";
        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var read = await cluster.Admission.ReadAsync(cancellationToken);
        if (!read.Succeeded(out var book))
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, string.Join('\n', read.Problems));
        }

        // One that has its approvals waits for nobody, unless it is named.
        ApprovalRequest[] waiting = [.. book.Requests.Where(asked => ApprovalCount.Of(rules, asked.Subject, asked.AuthorNames, book.Decisions, session.Clock.GetUtcNow()).Approved.Count < rules.Required)];
        var request = DecisionInput.Choose(version is { Length: > 0 } || waiting.Length == 0 ? book.Requests : waiting, asked => asked.Version, version, $"No release waits for approval in {environment.Name}. A deploy that lacks it puts itself before the approvers.");
        var names = await People.MeAsync(session, cluster, cancellationToken);
        if (ApprovalCount.WhyNoApprover(rules, request.AuthorNames, names) is { } why)
        {
            throw new BuildFailedException(
                ExitCodes.NotAdmitted,
                $"Your word on {request.Version} would not count in {environment.Name}: {names[0]} {why}. Names you go by here: {string.Join(", ", names)}.{(rules.Approvers.Count > 0 ? $" Approvers: {string.Join(", ", rules.Approvers.Select(approver => approver.Identity))}." : "")}");
        }

        var decision = new ApprovalDecision(request.Subject, request.Version, word, names, session.Clock.GetUtcNow(), comment);
        if (await cluster.Admission.DecideAsync(decision, cancellationToken) is { } problem)
        {
            throw new BuildFailedException(ExitCodes.Infrastructure, problem.ToString());
        }

        Log.Information("{Line:l}", $"{ApprovalCount.PersonOf(rules, names)} {(word == DecisionWord.Approved ? "approves" : "rejects")} {request.Version} ({request.Subject}) for {environment.Name}{(comment.Length > 0 ? $": {comment}" : "")}");
        foreach (var image in request.Images)
        {
            Log.Information("{Line:l}", $"  {image}");
        }

        var count = ApprovalCount.Of(rules, request.Subject, request.AuthorNames, [.. book.Decisions, decision], session.Clock.GetUtcNow());
        Log.Information("{Line:l}", $"  {count.Approved.Count} of {rules.Required} approvals{(count.Rejections.Count > 0 ? ", and rejected" : "")}; each holds for {Model.DurationText.Format(rules.Expiry)}");
    }
}
