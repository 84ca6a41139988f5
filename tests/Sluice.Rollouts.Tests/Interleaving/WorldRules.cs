using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>Watches the server, and writes down what must not be. What people and controllers do is theirs.</summary>
/// <param name="server">Where everything arrives.</param>
/// <param name="others">Names of those who keep to no rule.</param>
internal sealed class WorldRules(ApiServer server, IReadOnlySet<string> others)
{
    private readonly HashSet<(string Service, int Step)> _passes = [];
    private readonly Dictionary<string, int> _granted = [];
    private bool _isPromoted;

    public List<string> Broken { get; } = [];

    /// <summary>The service and step that a gate finds worse.</summary>
    public (string Service, int Step)? Worse { get; init; }

    public GateAnswer Judge(string service, int step)
    {
        if (Worse == (service, step))
        {
            return new GateAnswer(step, GateWord.Rollback, false, "worse");
        }

        _passes.Add((service, step));
        return new GateAnswer(step, GateWord.Pass, false, "not worse");
    }

    public void Asked(PersonSignal signal) => _isPromoted |= signal.Signal is RolloutSignal.Promote or RolloutSignal.PromoteFully;

    public void Changed(IReadOnlyDictionary<string, ApiObject> before, ApiObject now, string by)
    {
        if (others.Contains(by))
        {
            return;
        }

        var was = before.GetValueOrDefault(now.Key);
        if (now.Fence < (was?.Fence ?? 0))
        {
            Broken.Add($"{by} wrote {now.Key} over a later lock");
        }

        switch (now)
        {
            case RouteObject route:
                Raised(route, was as RouteObject, by);
                break;
            case PointerObject pointer when pointer.Serving != (was as PointerObject)?.Serving:
                if (ReadyOf(pointer.Serving) == 0)
                {
                    Broken.Add($"{by} sends {pointer.Service} to {pointer.Serving}, which has no ready pod");
                }

                break;
            case StackObject stack when (stack.Pods == 0 || stack.IsWarm) && was is StackObject { } old && (old.Pods > stack.Pods || !old.IsWarm):
                Left(stack.Id, by);
                break;
            case JournalObject journal when was is JournalObject { Record.Stage: RolloutStage.Over } over:
                if (journal.Record.Stage != RolloutStage.Over || journal.Record.State.Phase != over.Record.State.Phase)
                {
                    Broken.Add($"{by} wrote {journal.Record.Stage} {journal.Record.State.Phase} over rollout {over.Record.Number}, which is over");
                }

                break;
            default:
                break;
        }
    }

    public void Gone(IReadOnlyDictionary<string, ApiObject> before, ApiObject was, string by)
    {
        if (was is StackObject stack && !others.Contains(by))
        {
            Left(stack.Id, by);
        }
    }

    private void Raised(RouteObject route, RouteObject? was, string by)
    {
        if (route.Weight <= (was?.Candidate == route.Candidate ? was?.Weight ?? 0 : 0))
        {
            return;
        }

        if (ReadyOf(route.Candidate) == 0)
        {
            Broken.Add($"{by} gives {route.Weight} % of {route.Service} to {route.Candidate}, which has no ready pod");
        }

        var serving = server.Find<PointerObject>(PointerObject.KeyOf(route.Service))?.Serving;
        if (serving != route.Candidate && !IsHeld(serving))
        {
            Broken.Add($"{by} gives {route.Weight} % of {route.Service} to {route.Candidate} while {serving} is not held");
        }

        var open = server.Objects.Values.OfType<JournalObject>().Select(one => one.Record).MaxBy(one => one.Number);
        var plan = open?.State.Plan.Services.FirstOrDefault(one => one.Service == route.Service);
        var step = plan?.Steps.ToList().FindIndex(one => one.Kind == StepKind.Weight && one.Weight == route.Weight) ?? -1;
        var earlier = step < 0 ? -1 : plan!.Steps.Take(step).ToList().FindLastIndex(one => one.Kind == StepKind.Weight);
        if (!_isPromoted && route.Weight > _granted.GetValueOrDefault(route.Candidate!) && earlier >= 0 && !_passes.Contains((route.Service, earlier)))
        {
            Broken.Add($"{by} raises {route.Candidate} to {route.Weight} % though no gate passed the step before");
        }

        _granted[route.Candidate!] = Math.Max(_granted.GetValueOrDefault(route.Candidate!), route.Weight);
    }

    private void Left(StackId stack, string by)
    {
        var pointer = server.Find<PointerObject>(PointerObject.KeyOf(stack.Service));
        var route = server.Find<RouteObject>(RouteObject.KeyOf(stack.Service));
        if (pointer?.Serving == stack.Name ? route is null or { Weight: < 100 } || route.Candidate == stack.Name : route?.Candidate == stack.Name && route.Weight > 0 && pointer?.Serving is not null)
        {
            Broken.Add($"{by} takes {stack.Name} away while {stack.Service} leads to it ({pointer?.Serving}, {route?.Weight} % {route?.Candidate})");
        }
    }

    private bool IsHeld(string? stack) => stack is null || server.Find<ScalerObject>(ScalerObject.KeyOf(stack)) is { } scaler
        ? stack is null || server.Find<ScalerObject>(ScalerObject.KeyOf(stack))!.Held is not null
        : server.Find<StackObject>(StackObject.KeyOf(stack)) is { IsHeld: true };

    private int ReadyOf(string? stack) => stack is null ? 0 : server.Find<StackObject>(StackObject.KeyOf(stack))?.Ready(server.Now) ?? 0;
}
