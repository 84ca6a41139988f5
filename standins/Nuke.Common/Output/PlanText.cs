using System.Net;
using System.Text;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common.Output;

/// <summary>The answer to <c>--plan</c>: the order on the terminal, and as a page under <c>.nuke/temp</c>.</summary>
internal static class PlanText
{
    public static void Write(IReadOnlyCollection<ExecutableTarget> plan)
    {
        var page = new StringBuilder("<!doctype html><meta charset=\"utf-8\"><title>Execution plan</title><h1>Execution plan</h1><ol>");
        var number = 0;
        Console.Out.WriteLine("Execution plan:");
        Console.Out.WriteLine();
        foreach (var target in plan)
        {
            var after = target.AllDependencies.Where(plan.Contains).Select(x => x.Name).ToList();
            var line = target.Name + (after.Count == 0 ? "" : $" (after {string.Join(", ", after)})");
            Console.Out.WriteLine($"  {++number,2}. {line}");
            page.Append("<li>").Append(WebUtility.HtmlEncode(line)).Append("</li>");
        }

        var file = NukeBuild.TemporaryDirectory / "execution-plan.html";
        file.WriteAllText(page.Append("</ol>").ToString(), eofLineBreak: true);
        Console.Out.WriteLine();
        Console.Out.WriteLine($"Also in {file}");
    }
}
