using Sluice.Model.Files.Shapes;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>registry:</c></summary>
internal static class RegistrySchema
{
    private static readonly Shape<RegistryDefinition> s_address = new TextShape<RegistryDefinition>(
        "'sandbox', or host[:port][/path] without a scheme (registry.example.com/team)", Names.Registry);

    private static readonly Field<RegistryDefinition> s_addressField = Field.Required("address", "Where it is", s_address);
    private static readonly Field<string?> s_username = Field.Maybe("username", "User to log in as", CommonShapes.Line, "what docker's own configuration says");
    private static readonly Field<SecretReference?> s_password = Field.Maybe("password", "The user's password", CommonShapes.Secret);
    private static readonly Field<SecretReference?> s_token = Field.Maybe("token", "Bearer token, instead of user and password", CommonShapes.Secret);

    public static Shape<RegistryDefinition> Registry { get; } = new EitherShape<RegistryDefinition>(
        s_address, new RecordShape<RegistryDefinition>("a registry", [s_addressField, s_username, s_password, s_token], Build));

    private static RegistryDefinition Build(FieldValues values)
    {
        Credentials.Check(values, s_username, s_password, s_token);
        return (values.Get(s_addressField) ?? new RegistryDefinition(null)) with
        {
            Username = values.Get(s_username),
            Password = values.Get(s_password),
            Token = values.Get(s_token),
        };
    }
}
