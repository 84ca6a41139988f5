namespace Nuke.Common.ValueInjection;

/// <summary>The arguments: first what has no name, then each <c>--name</c> with the values up to the next one.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, List<string>> _named = new(StringComparer.Ordinal);

    private CommandLine()
    {
    }

    public List<string> Positional { get; } = [];

    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var commandLine = new CommandLine();
        var current = commandLine.Positional;
        foreach (var argument in arguments)
        {
            if (!IsName(argument))
            {
                current.Add(argument);
                continue;
            }

            var key = ParameterNames.Normalize(argument);
            if (!commandLine._named.TryGetValue(key, out current))
            {
                commandLine._named[key] = current = [];
            }
        }

        return commandLine;
    }

    public bool Has(string name) => _named.ContainsKey(ParameterNames.Normalize(name));

    /// <summary>Null where the name is not given; empty where it has no values.</summary>
    public IReadOnlyList<string> Values(string name) => _named.GetValueOrDefault(ParameterNames.Normalize(name));

    /// <summary>A minus before a digit is a number.</summary>
    private static bool IsName(string argument) =>
        argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' ? argument.Length > 2 : char.IsLetter(argument[1]));
}
