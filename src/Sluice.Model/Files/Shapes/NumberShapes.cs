using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Model.Values;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A number between two bounds; the upper one is included, the lower one where it is not said otherwise.</summary>
internal sealed class NumberShape(double least, double most, bool isAboveLeast = false) : Shape<double>
{
    /// <summary>Beyond this nobody wants to read what the bounds are.</summary>
    private const double Anything = 1e15;

    public override string Allowed => least <= -Anything && most >= Anything ? "a number"
        : isAboveLeast ? string.Create(CultureInfo.InvariantCulture, $"a number above {least} and at most {most}")
        : string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}");

    public override JsonObject Schema()
    {
        var schema = SchemaParts.Number("number", least, most);
        if (isAboveLeast)
        {
            schema.Remove("minimum");
            schema["exclusiveMinimum"] = least;
        }

        return schema;
    }

    public override string Show(double value) => value.ToString(CultureInfo.InvariantCulture);

    public override double Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar scalar || Value(scalar) is not { } value)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        if (!IsWithin(value))
        {
            context.Add(node, path, $"{(scalar.Written is null ? scalar.Text : scalar.Subject())} is out of range", Allowed);
            return default;
        }

        return value;
    }

    internal static double? Value(YamlScalar scalar) => scalar.Resolve() is { Type: YamlScalarType.WholeNumber or YamlScalarType.RealNumber } number
        ? Convert.ToDouble(number.Value, CultureInfo.InvariantCulture)
        : null;

    // Written so that NaN is within nothing.
    private bool IsWithin(double value) => (isAboveLeast ? value > least : value >= least) && value <= most;
}

/// <summary>A part of a whole: <c>0.5%</c> or <c>0.005</c>.</summary>
internal sealed class ShareShape(Share least, Share most, bool isAboveLeast = false) : Shape<Share>
{
    private readonly NumberShape _number = new(least.Value, most.Value, isAboveLeast);

    public override string Allowed => isAboveLeast
        ? $"a share such as {Example} or {ExampleNumber}, above {least} and at most {most}"
        : $"a share such as {Example} or {ExampleNumber}, from {least} to {most}";

    private Share Example => Share.Percent(most.Value == 1 ? 50 : most.Value > 0.9999 ? 99.9m : 0.5m);

    private string ExampleNumber => Example.Value.ToString(CultureInfo.InvariantCulture);

    public override JsonObject Schema() => SchemaParts.AnyOf(_number.Schema(), SchemaParts.Text(Allowed, "^[0-9]+([.][0-9]+)?%$"));

    public override string Show(Share value) => value.ToString();

    public override Share Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar scalar || (NumberShape.Value(scalar) ?? Share.ParsePercent(scalar.Text)?.Value) is not { } value)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        if (value > most.Value || value < least.Value || (isAboveLeast && value <= least.Value) || double.IsNaN(value))
        {
            context.Add(node, path, $"{(scalar.Written is null ? scalar.Text : scalar.Subject())} is out of range", Allowed);
            return default;
        }

        return new Share(value);
    }
}

/// <summary>A duration between two bounds, both included.</summary>
internal sealed class DurationShape(TimeSpan least, TimeSpan most) : Shape<TimeSpan>
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    public override string Allowed =>
        $"a duration such as {(least < s_second && least > TimeSpan.Zero ? "250ms, 1s or 1m30s" : most.TotalDays > 7 ? "12h, 7d or 1h30m" : "90s, 3m or 1m30s")}, from {DurationText.Format(least)} to {DurationText.Format(most)}";

    public override JsonObject Schema() => SchemaParts.Text(Allowed, DurationText.Pattern);

    public override string Show(TimeSpan value) => DurationText.Format(value);

    public override TimeSpan Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar { IsUnset: false } scalar || scalar.Resolve().Type != YamlScalarType.Text)
        {
            var unit = node is YamlScalar { Written: null } number && NumberShape.Value(number) is not null ? " without a unit" : "";
            context.Add(node, path, $"is {node.Describe()}{unit}", Allowed);
            return default;
        }

        if (DurationText.Parse(scalar.Text) is not { } duration)
        {
            context.Add(node, path, $"{scalar.Subject()} is not a duration", Allowed);
            return default;
        }

        if (duration < least || duration > most)
        {
            context.Add(node, path, $"{scalar.Subject()} is out of range", Allowed);
            return default;
        }

        return duration;
    }
}

/// <summary>An amount of a resource.</summary>
internal sealed class QuantityShape : Shape<Quantity>
{
    public override string Allowed => "a quantity such as 250m, 0.5, 128Mi or 1Gi";

    public override JsonObject Schema() => SchemaParts.AnyOf(
        new JsonObject { ["type"] = "number", ["minimum"] = 0 },
        SchemaParts.Text(Allowed, "^[0-9.]+([numkMGTP]|[KMGTP]i|[eE][-+]?[0-9]+)?$"));

    public override string Show(Quantity value) => value.Text;

    public override Quantity Read(YamlNode node, string path, ReadContext context)
    {
        var isScalar = node is YamlScalar { IsUnset: false } given && given.Resolve().Type is YamlScalarType.Text or YamlScalarType.WholeNumber or YamlScalarType.RealNumber;
        if (!isScalar)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return default;
        }

        var scalar = (YamlScalar)node;
        if (Quantity.Parse(scalar.Text) is { } quantity)
        {
            return quantity;
        }

        context.Add(node, path, $"{scalar.Subject()} is not a quantity", Allowed);
        return default;
    }
}
