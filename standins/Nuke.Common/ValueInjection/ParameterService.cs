using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.ValueInjection;

/// <summary>Finds the values of parameters: command line, then environment, then the files under <c>.nuke</c>.</summary>
internal sealed class ParameterService
{
    private readonly Lazy<Dictionary<string, string>> _variables;
    private readonly Lazy<ParameterFiles> _files;

    public ParameterService(BuildEnvironment environment)
    {
        CommandLine = environment.CommandLine;
        _variables = new(() => ReadVariables(environment.Variables));
        _files = new(() => ParameterFiles.Read(environment.Places.Root, Profiles));
    }

    public CommandLine CommandLine { get; }

    public IReadOnlyList<string> Profiles => CommandLine.Values("profile") ?? [];

    /// <summary>The value, or null where none is given. A value of the wrong form ends the build with a message.</summary>
    public object Get(string name, Type type, string separator = null)
    {
        var given = Find(name);
        return given is null ? null : ValueConversion.Convert(given, type, separator);
    }

    public object Get(MemberInfo member)
    {
        var attribute = member.GetCustomAttribute<ParameterAttribute>();
        return attribute is not null && Find(ParameterNames.Of(member, attribute)) is { } given
            ? ValueConversion.Convert(given with { IsSecret = member.IsDefined(typeof(SecretAttribute)) }, InjectedMember.Of(member), attribute.Separator)
            : null;
    }

    /// <summary>For <c>TryGetValue(() => Member)</c> in a component; the expression is only read, never run.</summary>
    public T Get<T>(LambdaExpression expression)
    {
        var member = InjectedMember.InExpression(expression);
        Assert.True(member != null, $"TryGetValue takes a parameter property, as in '() => Name'; got '{expression}'");
        return Get(member) is T value ? value : default;
    }

    /// <summary>The given texts and where they are from, or null.</summary>
    public GivenValue Find(string name)
    {
        if (CommandLine.Values(name) is { } values)
        {
            return new GivenValue(values, "--" + ParameterNames.Dashed(name));
        }

        return _variables.Value.TryGetValue(ParameterNames.Normalize(name), out var variable)
            ? new GivenValue([variable], $"environment variable for {name}")
            : _files.Value.Find(name);
    }

    private static Dictionary<string, string> ReadVariables(IReadOnlyDictionary<string, string> variables)
    {
        var normalized = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (value.Length > 0)
            {
                normalized[ParameterNames.NormalizeVariable(name)] = value;
            }
        }

        return normalized;
    }
}
