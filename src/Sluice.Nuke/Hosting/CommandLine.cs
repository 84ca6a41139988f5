using System.Reflection;
using Nuke.Common;
using Sluice.Model.Input;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Hosting;

/// <summary>
/// Looks at the arguments before the build engine does: the engine passes over an option it does not know and
/// ends with one exit code for every mistake. A mistyped target or option is bad input (exit 2) and changes nothing.
/// </summary>
public static class CommandLine
{
    /// <summary>Options of the build engine itself.</summary>
    private static readonly string[] EngineOptions =
    [
        "target", "skip", "help", "plan", "continue", "verbosity", "no-logo", "host", "root", "profile",
        "partition", "generate-configuration", "no-color",
    ];

    /// <summary>The first mistakes in the arguments of this process, or <see langword="null"/> when there are none.</summary>
    public static string? FindMistake<TBuild>() => FindMistake(typeof(TBuild), Environment.GetCommandLineArgs()[1..]);

    /// <summary>Prints a mistake and gives the exit code for it.</summary>
    public static int Refuse(string mistake)
    {
        Console.Error.WriteLine(mistake);
        return ExitCodes.BadInput;
    }

    internal static string? FindMistake(Type build, IReadOnlyList<string> arguments)
    {
        if (arguments is [['/' or ':', ..], ..])
        {
            return null; // "/help" and ":complete" are the engine's own calls.
        }

        var members = MembersOf(build).ToList();
        var targets = members.Where(IsTarget).Select(member => Plain(member.Name)).Distinct().Order(StringComparer.Ordinal).ToList();
        var options = members.Where(member => member.GetCustomAttribute<ParameterAttribute>() is not null).Select(OptionName)
            .Concat(EngineOptions).Distinct().Order(StringComparer.Ordinal).ToList();

        var mistakes = new List<string>();
        var option = "target";
        foreach (var argument in arguments)
        {
            if (argument.StartsWith('-'))
            {
                option = Kebab(argument.TrimStart('-'));
                if (!Knows(options, option))
                {
                    mistakes.Add($"Unknown option {argument}.{Nearest(option, options, "--")} Type: ./build.sh --help");
                }
            }
            else if (option is "target" or "skip" && argument != "+")
            {
                mistakes.AddRange(argument.Split('+', StringSplitOptions.RemoveEmptyEntries)
                    .Where(target => !Knows(targets, target))
                    .Select(target => $"Unknown target {target}.{Nearest(target, targets, "")} Type: ./build.sh --help"));
            }
        }

        return mistakes.Count == 0 ? null : string.Join(Environment.NewLine, mistakes);
    }

    private static IEnumerable<MemberInfo> MembersOf(Type build)
    {
        const BindingFlags every = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var types = new List<Type>(build.GetInterfaces());
        for (var type = build; type is not null && type != typeof(object); type = type.BaseType)
        {
            types.Add(type);
        }

        return types.SelectMany(type => type.GetMembers(every).Where(member => member is PropertyInfo or FieldInfo));
    }

    private static bool IsTarget(MemberInfo member) => member is PropertyInfo property && property.PropertyType == typeof(Target);

    /// <summary>An explicitly implemented member carries its interface's name in front.</summary>
    private static string Plain(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string OptionName(MemberInfo member) =>
        Kebab((member.DeclaringType?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix ?? "")
            + (member.GetCustomAttribute<ParameterAttribute>()!.Name ?? Plain(member.Name)));

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, at) =>
            char.IsUpper(letter) ? (at > 0 && name[at - 1] != '-' ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    private static bool Knows(List<string> names, string name) =>
        names.Exists(known => string.Equals(known.Replace("-", ""), name.Replace("-", ""), StringComparison.OrdinalIgnoreCase));

    private static string Nearest(string name, IEnumerable<string> known, string prefix) =>
        NearestName.Of(name, known) is { } nearest ? $" Did you mean {prefix}{nearest}?" : "";
}
