using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary><c>triggers:</c></summary>
internal static class TriggerSchema
{
    private static readonly Shape<RefPattern> s_pattern = new TextShape<RefPattern>(
        "a name or a pattern as GitHub writes it (main, release/**, v[0-9]+.[0-9]+.[0-9]+)", Pattern);

    private static readonly Field<RefPattern?> s_branch = Field.Maybe("branch", "A push to this branch deploys", s_pattern);
    private static readonly Field<RefPattern?> s_tag = Field.Maybe("tag", "This tag deploys", s_pattern);
    private static readonly Field<string?> s_onBranch = Field.Maybe("onBranch", "The branch that must hold the tag's commit", CommonShapes.Line, "any");

    public static Shape<TriggerDefinition> Trigger { get; } = new RecordShape<TriggerDefinition>("a trigger", [s_branch, s_tag, s_onBranch], Build, [s_branch, s_tag]);

    private static TriggerDefinition Build(FieldValues values)
    {
        if (values.Has(s_onBranch) && !values.Has(s_tag))
        {
            values.Report(s_onBranch, "stands without tag", "onBranch beside tag only");
        }

        var pattern = values.Get(s_branch) ?? values.Get(s_tag) ?? RefPattern.Parse("none", out _)!;
        return new TriggerDefinition(values.Has(s_tag) ? RefKind.Tag : RefKind.Branch, pattern, values.Get(s_onBranch));
    }

    private static TextReading<RefPattern> Pattern(string text) =>
        RefPattern.Parse(text, out var problem) is { } pattern ? new(pattern, null) : TextReading.Bad<RefPattern>(problem!);
}
