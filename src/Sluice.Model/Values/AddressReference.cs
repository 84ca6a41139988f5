using Sluice.Model.Input;

namespace Sluice.Model.Values;

/// <summary>An HTTP address: written out, or named by a variable that is read only where the address is needed. Exactly one of both is there.</summary>
/// <param name="Fixed">The address as written.</param>
/// <param name="Variable">The variable that holds it; addresses in variables often carry a password, so they are secrets.</param>
public sealed record AddressReference(Uri? Fixed, SecretReference? Variable)
{
    internal const string Allowed = "an address such as http://prometheus.monitoring:9090";

    /// <summary>The address, or why there is none. Exactly one of both is there; a problem never tells the value.</summary>
    /// <param name="variables">The variables' values; <see langword="null"/> for one that is not set.</param>
    public (Uri? Address, InputError? Problem) Read(Func<string, string?> variables)
    {
        if (Variable is null)
        {
            return (Fixed, null);
        }

        var (secret, problem) = Variable.Read(variables);
        if (secret is null)
        {
            return (null, problem);
        }

        return Parse(secret.Reveal()) is { } address
            ? (address, null)
            : (null, new InputError(Variable.File, Variable.Line, Variable.Column, Variable.Key, $"what the variable {Variable.Variable} holds is not an HTTP address", Allowed));
    }

    public override string ToString() => Variable?.ToString() ?? Fixed!.ToString();

    internal static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.Host.Length > 0 ? address : null;
}
