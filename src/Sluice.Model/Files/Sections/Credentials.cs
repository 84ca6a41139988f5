using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Sections;

/// <summary>User and password belong together, and a token stands for both.</summary>
internal static class Credentials
{
    private const string Allowed = "username and password, or token, or none of them";

    public static void Check(FieldValues values, RecordField username, RecordField password, RecordField token)
    {
        foreach (var (one, other) in new[] { (username, password), (password, username) })
        {
            if (values.Has(one) && !values.Has(other))
            {
                values.Report(one, $"stands without {other.Name}", Allowed);
            }
        }

        if (values.Has(token) && (values.Has(username) || values.Has(password)))
        {
            values.Report(token, "stands beside username and password", Allowed);
        }
    }
}
