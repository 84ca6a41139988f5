using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Checks;

/// <summary>No branch and no tag deploys to two environments.</summary>
internal static class TriggerChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        var before = new List<(string Environment, Located<TriggerDefinition> Trigger)>();
        foreach (var environment in draft.Environments)
        {
            var own = environment.Value?.Triggers ?? [];
            foreach (var trigger in own)
            {
                foreach (var (other, earlier) in before.Where(earlier => earlier.Trigger.Value.Kind == trigger.Value.Kind))
                {
                    Compare(trigger, other, earlier, context);
                }
            }

            before.AddRange(own.Select(trigger => (environment.Name, trigger)));
        }
    }

    private static void Compare(Located<TriggerDefinition> trigger, string other, Located<TriggerDefinition> earlier, ReadContext context)
    {
        if (RefPattern.Common(earlier.Value.Pattern, trigger.Value.Pattern) is not { } name)
        {
            return;
        }

        var kind = trigger.Value.Kind == RefKind.Branch ? "branch" : "tag";
        var example = trigger.HoldsVariable || earlier.HoldsVariable ? "" : $" such as '{name}'";
        context.Add(
            trigger.Node,
            trigger.Path,
            $"a {kind}{example} would deploy to the environment '{other}' (line {earlier.Node.Line}) as well",
            "patterns that leave each name to one environment");
    }
}
