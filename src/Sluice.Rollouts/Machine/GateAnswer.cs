namespace Sluice.Rollouts.Machine;

/// <summary>What a gate says.</summary>
public enum GateWord
{
    /// <summary>Not decided yet.</summary>
    Continue,

    Pass,

    Rollback,

    /// <summary>It will not decide.</summary>
    Inconclusive,
}

/// <summary>The answer of the gate of one service.</summary>
/// <param name="Step">The step that it is about; an answer to an earlier step passes nothing.</param>
/// <param name="Word">What it says.</param>
/// <param name="IsCertain">Whether waiting for a person would be irresponsible: <c>onRegression: hold</c> takes the weight away then.</param>
/// <param name="Text">One sentence with the numbers.</param>
public sealed record GateAnswer(int Step, GateWord Word, bool IsCertain, string Text);
