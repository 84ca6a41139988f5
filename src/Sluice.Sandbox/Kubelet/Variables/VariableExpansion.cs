using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Kubelet.Variables;

/// <summary><c>$(NAME)</c> in commands, arguments and values; <c>$$</c> stands for a dollar sign, an unknown name stays as it is.</summary>
internal static partial class VariableExpansion
{
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) =>
        Pattern().Replace(text, match => match.Value == "$$" ? "$"
            : variables.TryGetValue(match.Groups[1].Value, out string? value) ? value
            : match.Value);

    [GeneratedRegex(@"\$\$|\$\(([^()]*)\)")]
    private static partial Regex Pattern();
}
