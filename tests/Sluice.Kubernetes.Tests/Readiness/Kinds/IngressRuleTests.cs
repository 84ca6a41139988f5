using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness.Kinds;

namespace Sluice.Kubernetes.Tests.Readiness.Kinds;

public class IngressRuleTests
{
    private const string Nginx = """{"spec":{"ingressClassName":"nginx"}}""";
    private const string NoClass = "{}";
    private const string OldWay = """{"metadata":{"annotations":{"kubernetes.io/ingress.class":"nginx"}}}""";
    private const string Ip = """[{"ip":"10.1.1.1"}]""";

    [Theory]
    [InlineData(Nginx, "[]", Nginx, Ip, true)]
    [InlineData(Nginx, "[]", Nginx, """[{"hostname":"lb.example"}]""", true)]
    [InlineData(OldWay, "[]", Nginx, Ip, true)]
    [InlineData(NoClass, "[]", """{"spec":{"ingressClassName":"cloud"}}""", Ip, true)]
    [InlineData(NoClass, "[]", NoClass, Ip, true)]
    [InlineData(Nginx, Ip, Nginx, Ip, false)]
    [InlineData(Nginx, "[]", Nginx, "[]", false)]
    [InlineData(Nginx, "[]", Nginx, """[{"ports":[]}]""", false)]
    [InlineData(Nginx, "[]", NoClass, Ip, false)]
    [InlineData(OldWay, "[]", NoClass, Ip, false)]
    [InlineData("""{"spec":{"ingressClassName":"gone"}}""", "[]", """{"spec":{"ingressClassName":"gone"}}""", Ip, false)]
    public void Missing_ByClassAndAddresses_AsksWhereOthersHaveOne(string own, string ownAddress, string other, string otherAddress, bool owed)
    {
        JsonObject[] all = [Ingress("web", own, ownAddress), Ingress("shop", other, otherAddress)];

        string[] missing = [.. IngressRule.Missing(new HashSet<(string, string)> { ("n", "web") }, all, [Class("nginx", "false"), Class("cloud", "true")]).Select(m => m.Name)];

        Assert.Equal(owed ? ["web"] : [], missing);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("true")]
    public void Missing_NoneOrSeveralDefaultClasses_AsksForNothing(string both)
    {
        JsonObject[] all = [Ingress("web", NoClass, "[]"), Ingress("shop", NoClass, Ip)];

        Assert.Empty(IngressRule.Missing(new HashSet<(string, string)> { ("n", "web") }, all, [Class("nginx", both), Class("cloud", both)]));
    }

    [Fact]
    public void Missing_IngressOfSomebodyElse_IsNotAsked()
    {
        JsonObject[] all = [Ingress("web", Nginx, "[]"), Ingress("shop", Nginx, Ip)];

        Assert.Empty(IngressRule.Missing(new HashSet<(string, string)> { ("other", "web") }, all, [Class("nginx", "false")]));
    }

    private static JsonObject Ingress(string name, string json, string addresses)
    {
        var ingress = (JsonObject)JsonNode.Parse(json)!;
        ingress["metadata"] ??= new JsonObject();
        ingress["metadata"]!["namespace"] = "n";
        ingress["metadata"]!["name"] = name;
        ingress["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = JsonNode.Parse(addresses) } };
        return ingress;
    }

    private static JsonObject Class(string name, string isDefault) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["ingressclass.kubernetes.io/is-default-class"] = isDefault } },
    };
}
