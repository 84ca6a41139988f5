using System.Globalization;
using Sluice.Load;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Model.Input;
using Sluice.Model.Services;
using Sluice.Model.Values;

namespace Sluice.Nuke.Jobs;

/// <summary>What the parameters of Load say, as they were typed; <see langword="null"/> where they were not.</summary>
internal sealed record LoadWish(
    string? Environment,
    IReadOnlyList<string> Services,
    string? Rate,
    string? KeepAlive,
    string? Duration,
    string? Path,
    string? Url,
    string? RevisionHeader,
    string? MaxFailed)
{
    private const double DefaultRate = 50;
    private const double MostPerSecond = 100_000;
    private static readonly TimeSpan s_defaultDuration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    /// <summary>What that means, or everything that is wrong with it.</summary>
    /// <param name="pipeline">Names the services.</param>
    /// <param name="environment">Knows what traffic is expected.</param>
    public (LoadSettings? Settings, IReadOnlyList<string> Errors) Read(Pipeline pipeline, EnvironmentDefinition environment)
    {
        var errors = new List<string>();
        var rate = Value<double>("--rate", Rate, text => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostPerSecond ? number : null,
            "a number of requests per second above 0, at most 100000: --rate 200", errors);
        var keepAlive = Value<Share>("--keep-alive", KeepAlive, Share.ParsePercent, "a share of 0% to 100%: --keep-alive 50%", errors);
        var duration = Value<TimeSpan>("--duration", Duration, text => DurationText.Parse(text) is { } time && time > TimeSpan.Zero && time <= s_longest ? time : null,
            "a duration up to 24h: --duration 30s", errors) ?? s_defaultDuration;
        var most = Value<int>("--max-failed", MaxFailed, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            "a number of requests: --max-failed 0", errors) ?? 0;
        if (Path is not (null or "") && (!Path.StartsWith('/') || Path.Any(sign => sign is <= ' ' or '#' or '\u007f')))
        {
            errors.Add($"--request-path: '{Path}' is no absolute path. Write it like --request-path /api/items?page=1");
        }

        var header = string.IsNullOrEmpty(RevisionHeader) ? LoadPlan.DefaultRevisionHeader : RevisionHeader;
        if (!header.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_'))
        {
            errors.Add($"--revision-header: '{header}' is no name of a header. Write it like --revision-header X-Revision");
        }

        var services = ReadServices(pipeline, errors);
        var url = ReadUrl(services, errors);
        IReadOnlyList<ServiceLoad> loads = [.. services.Select(service => Of(service, environment.Service(service.Name).Load))];
        foreach (var load in loads.Where(load => load.Rate * duration.TotalSeconds > LoadPlan.MostRequests))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{load.Service}: {load.Rate:0.##} requests per second for {DurationText.Format(duration)} are more than {LoadPlan.MostRequests} requests. Lower --rate or --duration."));
        }

        foreach (var load in loads.Where(load => load.Rate * duration.TotalSeconds < 1))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{load.Service}: {load.Rate} requests per second for {DurationText.Format(duration)} are not even one. Raise --rate or --duration."));
        }

        return errors.Count > 0 ? (null, errors) : (new LoadSettings(loads, duration, url, header, most), []);

        ServiceLoad Of(ServiceDefinition service, LoadDefinition? expected) => new(
            service.Name,
            rate ?? expected?.RequestsPerSecond ?? DefaultRate,
            keepAlive ?? expected?.KeepAlive ?? EnvironmentDefaults.KeepAlive,
            // Not the readiness probe's path: that one fails on purpose while a pod stops.
            Path is { Length: > 0 } path ? path : expected?.Path ?? service.Probes.Smoke?.Path ?? ServiceDefaults.SmokePath);
    }

    private static T? Value<T>(string option, string? text, Func<string, T?> read, string allowed, List<string> errors)
        where T : struct
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var value = read(text);
        if (value is null)
        {
            errors.Add($"{option}: '{text}' is not {allowed}");
        }

        return value;
    }

    private List<ServiceDefinition> ReadServices(Pipeline pipeline, List<string> errors)
    {
        var known = pipeline.Services.Select(service => service.Name).ToList();
        foreach (var name in Services.Where(name => !known.Contains(name)))
        {
            errors.Add($"--service: there is no service '{name}'.{(NearestName.Of(name, known) is { } near ? $" Did you mean {near}?" : "")} sluice.yaml has {string.Join(", ", known)}.");
        }

        return [.. pipeline.Services.Where(service => Services.Count == 0 || Services.Contains(service.Name))];
    }

    private Uri? ReadUrl(List<ServiceDefinition> services, List<string> errors)
    {
        if (string.IsNullOrEmpty(Url))
        {
            return null;
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery != "/")
        {
            errors.Add($"--url: '{Url}' is no address of a host: --url https://stage.example.com (what to ask for is --request-path)");
            return null;
        }

        if (services.Count > 1)
        {
            errors.Add($"--url is the address of one service; name it: --service {services[0].Name}");
        }

        return url;
    }
}

/// <summary>What Load does.</summary>
/// <param name="Services">To whom.</param>
/// <param name="Duration">How long.</param>
/// <param name="Url">Host to send to; <see langword="null"/>: that of the Service.</param>
/// <param name="RevisionHeader">Names the revision in an answer.</param>
/// <param name="MostFailed">More failed requests than this are exit code 3.</param>
internal sealed record LoadSettings(IReadOnlyList<ServiceLoad> Services, TimeSpan Duration, Uri? Url, string RevisionHeader, int MostFailed);

/// <param name="Service">Name of the service.</param>
/// <param name="Rate">Requests per second.</param>
/// <param name="KeepAlive">Part of them on kept connections.</param>
/// <param name="Path">What is asked for.</param>
internal sealed record ServiceLoad(string Service, double Rate, Share KeepAlive, string Path);
