using System.Text.RegularExpressions;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary>Where numbers come from, and what is counted.</summary>
internal static class MetricsSchema
{
    private static readonly Shape<string> s_metric = new TextShape<string>("the name of a metric (letters, digits, _ and :)", MetricName, "^[A-Za-z_:][A-Za-z0-9_:]*$");
    private static readonly Shape<IReadOnlyDictionary<string, string>> s_labels = new DictionaryShape<string>(
        "labels",
        "regular expressions for their whole value",
        new KeyRule("the name of a label (letters, digits and _)", LabelName, "^[A-Za-z_][A-Za-z0-9_]*$"),
        new TextShape<string>("a regular expression", Expression));

    private static readonly Field<int?> s_port = Field.MaybeValue("port", "Port of the pods", CommonShapes.Port, "the service's port");
    private static readonly Field<string> s_path = Field.Optional("path", "What is asked for", CommonShapes.UrlPath, GateDefaults.ScrapePath);
    private static readonly Shape<MetricsSource> s_scrapeShape = new RecordShape<MetricsSource>(
        "a scrape of the pods", [s_port, s_path], values => new ScrapeSource(values.Get(s_port), values.Get(s_path) ?? GateDefaults.ScrapePath));

    private static readonly Shape<AddressReference> s_url = new AddressShape();
    private static readonly Field<AddressReference> s_address = Field.Required("url", "Its address", s_url);
    private static readonly Field<string?> s_username = Field.Maybe("username", "User for basic authentication", CommonShapes.Line);
    private static readonly Field<SecretReference?> s_password = Field.Maybe("password", "The user's password", CommonShapes.Secret);
    private static readonly Field<SecretReference?> s_token = Field.Maybe("token", "Bearer token, instead of user and password", CommonShapes.Secret);
    private static readonly Field<string?> s_authority = Field.Maybe("certificateAuthority", "File with the certificate authorities to trust", CommonShapes.FilePath, "the machine's");
    private static readonly Field<TimeSpan> s_timeout = Field.Optional(
        "timeout", "How long a query may take", CommonShapes.Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(5)), GateDefaults.QueryTimeout);

    private static readonly Shape<MetricsSource> s_prometheusShape = new EitherShape<MetricsSource>(
        new MappedShape<AddressReference, MetricsSource>(s_url, address => new PrometheusSource(address)),
        new RecordShape<MetricsSource>("a Prometheus server", [s_address, s_username, s_password, s_token, s_authority, s_timeout], BuildPrometheus));

    private static readonly Field<MetricsSource?> s_prometheus = Field.Maybe("prometheus", "A Prometheus server", s_prometheusShape);
    private static readonly Field<MetricsSource?> s_scrape = Field.Maybe("scrape", "The pods themselves, through the cluster's API", s_scrapeShape);

    private static readonly Field<string> s_counter = Field.Required("counter", "Counter of all requests", s_metric);
    private static readonly Field<IReadOnlyDictionary<string, string>?> s_bad = Field.Maybe(
        "bad", "Labels of bad answers; all must match", s_labels, "{code: 5..}");

    private static readonly Field<string?> s_badCounter = Field.Maybe("badCounter", "A counter of bad answers of its own, instead of labels", s_metric);
    private static readonly Field<IReadOnlyDictionary<string, string>> s_only = Field.Optional<IReadOnlyDictionary<string, string>>(
        "only", "Labels of what counts at all; all must match", s_labels, new Dictionary<string, string>());

    private static readonly Field<string> s_histogram = Field.Required("histogram", "Histogram of durations, in seconds", s_metric);
    private static readonly Shape<IReadOnlyList<TimeSpan>> s_boundList = new ListShape<TimeSpan>(
        CommonShapes.Duration(TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1)), least: 1);

    private static readonly Field<IReadOnlyList<TimeSpan>> s_bounds = Field.Optional<IReadOnlyList<TimeSpan>>(
        "bounds", "Bounds of the histogram that are watched", new KeywordShape<IReadOnlyList<TimeSpan>>(s_boundList, ("auto", [])), []);

    /// <summary>A source of numbers.</summary>
    public static Shape<MetricsSource> Source { get; } = new EitherShape<MetricsSource>(
        new ChoiceShape<MetricsSource>(("scrape", GateDefaults.Source)),
        new RecordShape<MetricsSource>("a source of metrics", [s_prometheus, s_scrape], values => values.Get(s_prometheus) ?? values.Get(s_scrape) ?? GateDefaults.Source, [s_prometheus, s_scrape]));

    public static Shape<ErrorMetric> Errors { get; } = new EitherShape<ErrorMetric>(
        new MappedShape<string, ErrorMetric>(s_metric, counter => new ErrorMetric(counter)),
        new RecordShape<ErrorMetric>("how bad answers are counted", [s_counter, s_bad, s_badCounter, s_only], BuildErrors));

    public static Shape<LatencyMetric> Latency { get; } = new EitherShape<LatencyMetric>(
        new MappedShape<string, LatencyMetric>(s_metric, histogram => new LatencyMetric(histogram)),
        new RecordShape<LatencyMetric>("how durations are counted", [s_histogram, s_bounds, s_only], BuildLatency));

    private static PrometheusSource BuildPrometheus(FieldValues values)
    {
        Credentials.Check(values, s_username, s_password, s_token);
        return new PrometheusSource(values.Get(s_address) ?? new AddressReference(null, null))
        {
            Username = values.Get(s_username),
            Password = values.Get(s_password),
            Token = values.Get(s_token),
            CertificateAuthority = values.Get(s_authority),
            Timeout = values.Get(s_timeout),
        };
    }

    private static ErrorMetric BuildErrors(FieldValues values)
    {
        if (values.Has(s_bad) && values.Has(s_badCounter))
        {
            values.Report(s_badCounter, "stands beside bad", "bad or badCounter");
        }

        if (values.Get(s_bad) is { Count: 0 })
        {
            values.Report(s_bad, "is empty, so every answer would be bad", "at least one label");
        }

        return new ErrorMetric(values.Get(s_counter) ?? "")
        {
            Bad = values.Has(s_badCounter) ? new Dictionary<string, string>() : values.Get(s_bad) ?? GateDefaults.BadLabels,
            BadCounter = values.Get(s_badCounter),
            Only = values.Get(s_only) ?? new Dictionary<string, string>(),
        };
    }

    private static LatencyMetric BuildLatency(FieldValues values)
    {
        var bounds = values.Get(s_bounds) ?? [];
        if (bounds.Zip(bounds.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            values.Report(s_bounds, "does not rise", "bounds from the smallest to the largest, each once");
        }

        return new LatencyMetric(values.Get(s_histogram) ?? "") { Bounds = bounds, Only = values.Get(s_only) ?? new Dictionary<string, string>() };
    }

    private static TextReading<string> MetricName(string text) => IsWord(text, ":_") ? new(text, null) : TextReading.Bad<string>("is not the name of a metric");

    private static TextReading<string> LabelName(string text) => IsWord(text, "_") ? new(text, null) : TextReading.Bad<string>("is not the name of a label");

    private static bool IsWord(string text, string signs) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(sign => char.IsAsciiLetterOrDigit(sign) || signs.Contains(sign, StringComparison.Ordinal));

    private static TextReading<string> Expression(string text)
    {
        try
        {
            // Prometheus knows neither looking around nor back; asking for the same here costs time, so only where there may be any.
            var mayLook = text.Contains("(?", StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal);
            _ = new Regex(text, mayLook ? RegexOptions.NonBacktracking : RegexOptions.None);
            return new(text, null);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return TextReading.Bad<string>("is not a regular expression");
        }
    }
}
