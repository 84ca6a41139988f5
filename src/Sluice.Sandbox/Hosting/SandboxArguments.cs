namespace Sluice.Sandbox.Hosting;

/// <summary>The command line of the sandbox: <c>--home DIR [--build NAME]</c>.</summary>
/// <param name="Home">Absolute.</param>
/// <param name="Build">What sandbox.json gives as version; <see langword="null"/>: the program's own id.</param>
internal sealed record SandboxArguments(string Home, string? Build)
{
    private const string Usage =
        "usage: Sluice.Sandbox.dll --home DIR [--build NAME]   (DIR holds the sandbox's state; NAME tells builds of the sandbox apart)";

    /// <returns>The arguments, or every error in them.</returns>
    public static (SandboxArguments? Arguments, IReadOnlyList<string> Errors) Parse(IReadOnlyList<string> args)
    {
        var errors = new List<string>();
        var values = new Dictionary<string, string>();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            string? value = i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1] : null;
            if (name is not ("--home" or "--build"))
            {
                errors.Add($"argument {i + 1}: unknown argument \"{name}\"");
                continue;
            }

            i += value is null ? 0 : 1;
            if (!values.TryAdd(name, value ?? ""))
            {
                errors.Add($"argument {i + 1}: {name} is given twice");
            }
            else if (string.IsNullOrEmpty(value))
            {
                errors.Add($"argument {i + 1}: {name} needs a value");
            }
        }

        if (!values.ContainsKey("--home"))
        {
            errors.Add("--home is missing");
        }

        return errors.Count == 0
            ? (new SandboxArguments(Path.GetFullPath(values["--home"]), values.GetValueOrDefault("--build")), [])
            : (null, [.. errors, Usage]);
    }
}
