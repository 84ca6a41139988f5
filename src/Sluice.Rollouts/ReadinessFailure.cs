namespace Sluice.Rollouts;

/// <summary>Why one service does not become ready, with what a person needs to see.</summary>
/// <param name="Service">The service.</param>
/// <param name="Pod">The pod that shows it; empty when no pod exists.</param>
/// <param name="Container">The container in it; empty when none is to blame.</param>
/// <param name="State">The state by its Kubernetes name: <c>CrashLoopBackOff</c>, <c>ImagePullBackOff</c>, <c>Unschedulable</c>, …</param>
/// <param name="Reason">One sentence with the numbers: exit code, restarts, image, message.</param>
/// <param name="Hint">The likely cause or what to do.</param>
/// <param name="LogLines">The last lines of the container that crashed, oldest first; at most 20.</param>
/// <param name="Warnings">Recent warning events about the service's objects, oldest first; at most 5.</param>
public sealed record ReadinessFailure(
    string Service,
    string Pod,
    string Container,
    string State,
    string Reason,
    string Hint,
    IReadOnlyList<string> LogLines,
    IReadOnlyList<string> Warnings);
