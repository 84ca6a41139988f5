using System.Text.RegularExpressions;
using Sluice.Oci;

namespace Sluice.Supply.Scanning;

/// <summary>Applies the rules to an image's configuration.</summary>
internal static partial class ConfigExaminer
{
    public static IEnumerable<ScanFinding> Examine(ImageConfig config)
    {
        if (IsRoot(config.Config?.User))
        {
            yield return ScanRules.Root.At(new ScanLocation(null, "User", 0), what: string.IsNullOrEmpty(config.Config?.User) ? "the image names no user and so runs as root" : null);
        }

        foreach (var setting in config.Config?.Env ?? [])
        {
            var name = setting.Split('=', 2)[0];
            if (SecretName().IsMatch(name) && setting.Length > name.Length + 1)
            {
                yield return ScanRules.SecretSetting.At(new ScanLocation(null, $"Env {name}", 0));
            }

            foreach (var finding in FileExaminer.Tokens(new FileText(setting, false), null, $"Env {name}"))
            {
                yield return finding;
            }
        }

        foreach (var (part, text) in Texts(config))
        {
            foreach (var finding in FileExaminer.Tokens(new FileText(text, false), null, part))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Absent, <c>root</c>, or a number that is zero however it is written.</summary>
    private static bool IsRoot(string? user)
    {
        var name = (user ?? "").Split(':', 2)[0].Trim();
        return name.Length == 0 || name == "root" || name.All(character => character is '0' or '+' or '-');
    }

    private static IEnumerable<(string Part, string Text)> Texts(ImageConfig config)
        => (config.Config?.Labels ?? new Dictionary<string, string>()).Select(label => ($"Label {label.Key}", label.Value))
            .Concat((config.History ?? []).Select(step => ("History", $"{step.CreatedBy}\n{step.Comment}")))
            .Concat([("Entrypoint", string.Join('\n', config.Config?.Entrypoint ?? [])), ("Cmd", string.Join('\n', config.Config?.Cmd ?? []))]);

    [GeneratedRegex("(?i)(password|passwd|secret|api_?key|private_?key|access_?token|auth_?token)(?!.*(_FILE|_PATH|_NAME)$)")]
    private static partial Regex SecretName();
}
