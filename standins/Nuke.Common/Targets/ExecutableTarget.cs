using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.Utilities.Collections;

namespace Nuke.Common.Execution;

/// <summary>A target of the build with everything that its definition said, and its state in this run.</summary>
public class ExecutableTarget
{
    public MemberInfo Member { get; set; }
    public string Name { get; set; }
    public string Description { get; set; }
    public bool Listed { get; set; } = true;
    public Delegate Factory { get; set; }
    public List<(string, Func<bool>)> DynamicConditions { get; } = new();
    public List<(string, Func<bool>)> StaticConditions { get; } = new();
    public DependencyBehavior DependencyBehavior { get; internal set; }
    public bool AssuredAfterFailure { get; internal set; }
    public bool ProceedAfterFailure { get; internal set; }
    public List<LambdaExpression> DelegateRequirements { get; } = new();
    public List<Action> Actions { get; } = new();
    public List<ExecutableTarget> ExecutionDependencies { get; } = new();
    public List<ExecutableTarget> OrderDependencies { get; } = new();
    public List<ExecutableTarget> TriggerDependencies { get; } = new();
    public List<ExecutableTarget> Triggers { get; } = new();

    /// <summary>Everything that must come before this target if it is in the plan.</summary>
    public IReadOnlyCollection<ExecutableTarget> AllDependencies =>
        ExecutionDependencies.Concat(OrderDependencies).Concat(TriggerDependencies).Distinct().ToList();

    /// <summary>Files that it takes over, by the target that makes them.</summary>
    public LookupTable<ExecutableTarget, string> ArtifactDependencies { get; } = new();

    public List<string> ArtifactProducts { get; } = new();

    /// <summary>Over how many runs its work may be spread, or null.</summary>
    public int? PartitionSize { get; set; }

    public TimeSpan Duration => Stopwatch.Elapsed;
    public bool IsDefault { get; set; }
    public ExecutionStatus Status { get; set; }
    public bool Invoked { get; set; }
    public Dictionary<string, string> SummaryInformation { get; internal set; } = new();

    /// <summary>Why it was skipped, or null; part of the summary.</summary>
    public string Skipped
    {
        get => SummaryInformation.GetValueOrDefault(nameof(Skipped));
        set => Note(nameof(Skipped), value);
    }

    /// <summary>The text of the conditions that did not hold, or null; part of the summary.</summary>
    public string OnlyWhen
    {
        get => SummaryInformation.GetValueOrDefault(nameof(OnlyWhen));
        set => Note(nameof(OnlyWhen), value);
    }

    internal Stopwatch Stopwatch { get; } = new();

    public override string ToString() => Name;

    private void Note(string key, string value)
    {
        if (value is not null)
        {
            SummaryInformation[key] = value;
        }
    }
}
