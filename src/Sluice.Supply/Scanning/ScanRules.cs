using System.Text;
using System.Text.RegularExpressions;
using Sluice.Oci;

namespace Sluice.Supply.Scanning;

/// <summary>The table of rules.</summary>
public static class ScanRules
{
    private const string Leaves = "Everyone who can pull the image can read it.";
    private const string Take = "Take it out of the image, put it into a Kubernetes Secret, and replace the secret, because it has been copied already.";
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    internal static ScanRule Unreadable { get; } = new("SLS000", ScanSeverity.Failure, RuleTarget.Image, "the image cannot be examined", "What was not examined cannot pass.", "Build the image again: ./build.sh BuildImage.");

    internal static ScanRule Root { get; } = new("SLS001", ScanSeverity.Failure, RuleTarget.Image, "the image runs as root", "Whoever breaks out of the process owns the container, and with a kernel fault the node.", "Set a numeric user in the image, such as USER 1654.");

    internal static ScanRule SetUid { get; } = new("SLS002", ScanSeverity.Failure, RuleTarget.Image, "a set-uid or set-gid file", "It gives whoever runs it the rights of its owner.", "Remove the file or the bit: chmod ug-s.");

    internal static ScanRule WorldWritable { get; } = new("SLS003", ScanSeverity.Failure, RuleTarget.Image, "a file or folder that anyone may write", "Any process in the container can change what the service runs.", "Take the right away: chmod o-w.");

    internal static ScanRule SecretSetting { get; } = new("SLS004", ScanSeverity.Failure, RuleTarget.Image, "a secret in the image's environment", Leaves, Take);

    internal static IReadOnlyList<ScanRule> Files { get; } =
    [
        File("SLS010", "a private key of ssh", @"(^|/)id_(rsa|dsa|ecdsa|ed25519)(_sk)?$", @"\S"),
        File("SLS011", "a key store", @"\.(pfx|p12|jks)$", null),
        File("SLS012", "a file of environment settings with values", @"(^|/)\.env(\.(?!(example|sample|template|dist)$)[^/.]+)?$", @"(?m)^\s*(export\s+)?(?<shown>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*[^\s#]"),
        File("SLS013", "credentials of a package registry", @"(?i)(^|/)(\.npmrc|\.yarnrc(\.yml)?|\.pypirc|nuget\.config)$", @"(?i)(?<shown>_authToken|_password|npmAuthToken|ClearTextPassword|password)[""'\s]*([=:]|value=)\s*[""']?(?!\$\{|%)[^\s""'$%]"),
        File("SLS014", "a kubeconfig with credentials", @"(^|/)(kubeconfig|\.kube/config|[^/]*\.kubeconfig|[^/]*kubeconfig[^/]*\.ya?ml)$", @"(?m)^\s*-?\s*(?<shown>client-key-data|token|password)\s*:\s*\S"),
        File("SLS015", "credentials of a container registry", @"(^|/)(\.docker/config\.json|\.dockercfg|\.dockerconfigjson|auth\.json)$", @"""(?<shown>auth|identitytoken)""\s*:\s*""[^""]"),
        File("SLS016", "credentials of a cloud account", @"(^|/)(\.aws/credentials|credentials|application_default_credentials\.json|[^/]*service[-_]?account[^/]*\.json)$", @"(?<shown>aws_secret_access_key|""private_key"")\s*[=:]\s*\S"),
        File("SLS017", "a file of passwords", @"(^|/)(\.netrc|_netrc|\.git-credentials|\.pgpass)$", @"\S"),
        new("SLS018", ScanSeverity.Warning, RuleTarget.File, "a setting that looks like a password", Leaves, "If it is real, put it into a Kubernetes Secret and replace it; if it is for development only, do not ship the file.")
        {
            Path = new(@"(?i)(^|/)(appsettings[^/]*\.json|web\.config|app\.config|[^/]*\.(ini|properties))$", Options),
            Text = new(@"(?i)(?<shown>password|passwd|pwd|secret|api[-_]?key|access[-_]?token)""?\s*[=:]\s*""?(?![\s""';,]|\$\{|\$\(|%|<|\*{3}|null\b|true\b|false\b)[^\s""';,]{3,}", Options),
        },
    ];

    internal static IReadOnlyList<ScanRule> Tokens { get; } =
    [
        Token("SLS020", "a private key", @"(?<shown>-----BEGIN ([A-Z0-9]+ ){0,3}PRIVATE KEY( BLOCK)?-----)(\\r|\\n|\s)+([A-Za-z-]+: [^\r\n]*\s+)*[A-Za-z0-9+/=]{32,}"),
        Token("SLS021", "an access key of AWS", @"(?<![A-Za-z0-9])(?<shown>AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z2-7]{16}(?![A-Za-z0-9])"),
        Token("SLS022", "a token of GitHub", @"(?<![A-Za-z0-9_])(?<shown>gh[pousr]_|github_pat_)[A-Za-z0-9_]{36,255}(?![A-Za-z0-9_])"),
        Token("SLS023", "a token of Slack", @"(?<![A-Za-z0-9])(?<shown>xox[abeprs]-)[0-9]{6,}-[A-Za-z0-9-]{10,}"),
        Token("SLS024", "a token of GitLab", @"(?<![A-Za-z0-9_-])(?<shown>glpat-)[A-Za-z0-9_-]{20,}"),
        Token("SLS025", "a live key of Stripe", @"(?<![A-Za-z0-9_])(?<shown>[rs]k_live_)[A-Za-z0-9]{20,}"),
        Token("SLS026", "an API key of Google", @"(?<![A-Za-z0-9_-])(?<shown>AIza)[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])"),
        Token("SLS027", "a token of npm", @"(?<![A-Za-z0-9_])(?<shown>npm_)[A-Za-z0-9]{36}(?![A-Za-z0-9_])"),
    ];

    internal static IEnumerable<ScanRule> All => [Unreadable, Root, SetUid, WorldWritable, SecretSetting, .. Files, .. Tokens];

    /// <summary>Changes whenever a rule is added or finds other things: evidence made with other rules is not evidence for these.</summary>
    public static Digest Hash { get; } = Digest.Compute(Encoding.UTF8.GetBytes(string.Concat(All.Select(rule => FormattableString.Invariant($"{rule.Id}\0{rule.Severity}\0{rule.Target}\0{rule.Path}\0{rule.Text}\0{rule.Edition}\n")))));

    private static ScanRule File(string id, string what, string path, string? text)
        => new(id, ScanSeverity.Failure, RuleTarget.File, what, Leaves, Take) { Path = new Regex(path, Options), Text = text is null ? null : new Regex(text, Options) };

    private static ScanRule Token(string id, string what, string text)
        => new(id, ScanSeverity.Failure, RuleTarget.Token, what, Leaves, Take) { Text = new Regex(text, Options) };
}
