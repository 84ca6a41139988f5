using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Values;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Sections;

/// <summary>An HTTP address, or one variable that holds it.</summary>
internal sealed class AddressShape : Shape<AddressReference>
{
    private static readonly TextShape<Uri> s_fixed = new(
        AddressReference.Allowed + ", or one variable that holds it",
        text => AddressReference.Parse(text) is not { } address ? TextReading.Bad<Uri>("is not an HTTP address")
            : address.UserInfo.Length > 0 ? new(null, "has a user in it") { Predicate = "has a user in it; use username and password" }
            : new(address, null));

    public override string Allowed => s_fixed.Allowed;

    public override JsonObject Schema() => SchemaParts.Text(Allowed, "^https?://");

    public override AddressReference? Read(YamlNode node, string path, ReadContext context) =>
        SecretShape.Reference(node, path, context) is { } variable ? new AddressReference(null, variable)
        : s_fixed.Read(node, path, context) is { } address ? new AddressReference(address, null)
        : null;
}
