using Sluice.Model.Input;

namespace Sluice.Model.Values;

/// <summary>
/// A secret that <c>sluice.yaml</c> names by a variable. The value is read only where it is needed, so that a rollback to
/// which no registry belongs does not ask for the registry's password, and the pipeline can be printed.
/// </summary>
/// <param name="Variable">The variable that holds it (<c>REGISTRY_PASSWORD</c>).</param>
/// <param name="File">The file that names it.</param>
/// <param name="Line">Line, 1-based.</param>
/// <param name="Column">Column, 1-based.</param>
/// <param name="Key">Path of the key (<c>registry.password</c>).</param>
public sealed record SecretReference(string Variable, string File, int Line, int Column, string Key)
{
    /// <summary>The secret, or why there is none. Exactly one of both is there.</summary>
    /// <param name="variables">The variables' values; <see langword="null"/> for one that is not set.</param>
    public (Secret? Secret, InputError? Problem) Read(Func<string, string?> variables) => variables(Variable) switch
    {
        null => (null, Refuse("is not set")),
        "" => (null, Refuse("is set to nothing")),
        var value => (new Secret(value), null),
    };

    public override string ToString() => $"${{{Variable}}}";

    private InputError Refuse(string problem) =>
        new(File, Line, Column, Key, $"the variable {Variable} {problem}", $"export {Variable}=…, or the same as a secret of the CI");
}
