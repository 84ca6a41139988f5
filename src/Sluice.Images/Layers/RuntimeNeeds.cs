using System.Text.Json;

namespace Sluice.Images.Layers;

/// <summary>A shared framework and a version of it.</summary>
internal sealed record FrameworkVersion(string Name, string Version)
{
    /// <summary>Without the part that marks previews.</summary>
    public Version Number => System.Version.TryParse(Version.Split('-', '+')[0], out var number) ? number : new Version();

    public override string ToString() => $"{Name} {Version}";
}

/// <summary>Which shared frameworks an application wants to find, as its <c>*.runtimeconfig.json</c> says.</summary>
/// <param name="Frameworks">None for an application that brings its own.</param>
/// <param name="AnyMajor">It takes a later major version as well.</param>
internal sealed record RuntimeNeeds(IReadOnlyList<FrameworkVersion> Frameworks, bool AnyMajor)
{
    /// <exception cref="JsonException">The file is not JSON.</exception>
    public static RuntimeNeeds Read(ReadOnlyMemory<byte> runtimeConfig)
    {
        using var document = JsonDocument.Parse(runtimeConfig);
        if (!document.RootElement.TryGetProperty("runtimeOptions", out var options))
        {
            return new RuntimeNeeds([], false);
        }

        IEnumerable<JsonElement> named = options.TryGetProperty("frameworks", out var list) ? list.EnumerateArray()
            : options.TryGetProperty("framework", out var one) ? [one]
            : [];
        var policy = options.TryGetProperty("rollForward", out var rollForward) ? rollForward.GetString() : null;
        return new RuntimeNeeds(
            [.. named.Select(framework => new FrameworkVersion(framework.GetProperty("name").GetString() ?? "", framework.GetProperty("version").GetString() ?? ""))],
            policy is "Major" or "LatestMajor");
    }

    /// <summary>What cannot be satisfied from what is there.</summary>
    public IReadOnlyList<FrameworkVersion> Missing(IReadOnlyList<FrameworkVersion> present)
        => [.. Frameworks.Where(wanted => !present.Any(have => have.Name == wanted.Name && Satisfies(have.Number, wanted.Number)))];

    private bool Satisfies(Version have, Version wanted) => have >= wanted && (AnyMajor || have.Major == wanted.Major);
}
