using System.Diagnostics;
using System.Linq.Expressions;
using System.Reflection;

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
    public DependencyBehavior DependencyBehavior { get; internal set; } = DependencyBehavior.Execute;
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

    public List<string> ArtifactProducts { get; } = new();
    public TimeSpan Duration => Stopwatch.Elapsed;
    public bool IsDefault { get; set; }
    public ExecutionStatus Status { get; set; }
    public bool Invoked { get; set; }
    public Dictionary<string, string> SummaryInformation { get; internal set; } = new();

    /// <summary>Why it was skipped, or null.</summary>
    public string Skipped { get; set; }

    /// <summary>The text of the condition that did not hold, or null.</summary>
    public string OnlyWhen { get; set; }

    internal Stopwatch Stopwatch { get; } = new();

    public override string ToString() => Name;
}
