using System.Text.Json.Nodes;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Kubelet;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Kubelet.Variables;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Kubelet;

public sealed class LaunchTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-launch").FullName;
    private readonly ObjectStore _store = new(TimeProvider.System);

    public LaunchTests()
    {
        Directory.CreateDirectory(Path.Combine(RootFs, "app"));
        File.WriteAllText(Path.Combine(RootFs, "app", "App.dll"), "");
        _store.Create(new ResourceKey("configmaps", "n", "config"), JsonNode.Parse("""{"data":{"LEVEL":"debug","HOST":"h"}}""")!.AsObject());
        _store.Create(new ResourceKey("secrets", "n", "secret"), JsonNode.Parse("""{"data":{"key":"czNjcmV0"}}""")!.AsObject());
    }

    private string RootFs => Path.Combine(_home, "rootfs");

    [Fact]
    public void Plan_DotnetImage_RunsTheHostsDotnetOnTheImagesFile()
    {
        var launch = Plan("""{"name":"c"}""").Launch!;

        Assert.Equal("dotnet", Path.GetFileName(launch.File));
        Assert.Equal([Path.Combine(RootFs, "app/App.dll")], launch.Arguments);
        Assert.Equal(Path.Combine(RootFs, "app"), launch.Folder);
    }

    [Fact]
    public void Plan_Variables_ComeFromEverySourceAndFromNowhereElse()
    {
        Environment.SetEnvironmentVariable("SLUICE_TEST_SECRET_OF_THE_USER", "x");
        var variables = Plan("""
            {"name":"c","resources":{"limits":{"memory":"64Mi","cpu":"1500m"}},
             "envFrom":[{"configMapRef":{"name":"config"},"prefix":"C_"},{"configMapRef":{"name":"none","optional":true}}],
             "env":[{"name":"A","value":"$(C_HOST):1 $$(A) $(NOPE)"},
                    {"name":"S","valueFrom":{"secretKeyRef":{"name":"secret","key":"key"}}},
                    {"name":"R","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['sluice.dev/revision']"}}},
                    {"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}},
                    {"name":"MEM","valueFrom":{"resourceFieldRef":{"resource":"limits.memory","divisor":"1Mi"}}},
                    {"name":"CPU","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}}]}
            """).Launch!.Variables;

        Assert.Equal("h:1 $(A) $(NOPE)", variables["A"]);
        Assert.Equal(("s3cret", "abc123", "127.77.0.9"), (variables["S"], variables["R"], variables["IP"]));
        Assert.Equal(("64", "2"), (variables["MEM"], variables["CPU"]));
        Assert.Equal(("debug", "from-image"), (variables["C_LEVEL"], variables["IMAGE_VARIABLE"]));
        Assert.Equal("http://127.77.0.9:15001", variables["http_proxy"]);
        Assert.DoesNotContain("SLUICE_TEST_SECRET_OF_THE_USER", variables.Keys);
        Assert.DoesNotContain("KUBERNETES_SERVICE_HOST", variables.Keys);
    }

    [Theory]
    [InlineData("""{"name":"c","ports":[{"containerPort":8080},{"containerPort":9090}]}""", "http://127.77.0.9:8080;http://127.77.0.9:9090")]
    [InlineData("""{"name":"c"}""", "http://127.77.0.9:8080")]
    [InlineData("""{"name":"c","env":[{"name":"ASPNETCORE_HTTP_PORTS","value":"81"}]}""", "http://127.77.0.9:81")]
    [InlineData("""{"name":"c","env":[{"name":"ASPNETCORE_URLS","value":"http://+:82;http://0.0.0.0:83;http://1.2.3.4:84"}]}""", "http://127.77.0.9:82;http://127.77.0.9:83;http://1.2.3.4:84")]
    public void Plan_Urls_AreOnThePodsAddressAlone(string container, string urls) => Assert.Equal(urls, Plan(container).Launch!.Variables["ASPNETCORE_URLS"]);

    [Theory]
    [InlineData("""{"name":"c","envFrom":[{"configMapRef":{"name":"none"}}]}""", "configmap \"none\" not found")]
    [InlineData("""{"name":"c","env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"none","key":"k"}}}]}""", "secret \"none\" not found")]
    [InlineData("""{"name":"c","env":[{"name":"A","valueFrom":{"configMapKeyRef":{"name":"config","key":"k"}}}]}""", "couldn't find key k in ConfigMap n/config")]
    public void Plan_SomethingMissing_IsAConfigErrorThatNamesIt(string container, string problem) =>
        Assert.Equal(new StartProblem(StartProblem.Config, problem), Plan(container).Problem);

    [Fact]
    public void Plan_NoSuchProgram_IsARunErrorThatNamesIt()
    {
        var problem = Plan("""{"name":"c","command":["/no/such"]}""").Problem!;

        Assert.Equal(StartProblem.Run, problem.Reason);
        Assert.Contains("/no/such", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_Volumes_AreFoldersWhosePathsAreTranslated()
    {
        var launch = Plan(
            """{"name":"c","command":["dotnet"],"args":["/etc/config/LEVEL"],"env":[{"name":"DIR","value":"/etc/config"}],"volumeMounts":[{"name":"v","mountPath":"/etc/config"}]}""",
            """[{"name":"v","configMap":{"name":"config"}}]""").Launch!;

        Assert.Equal("debug", File.ReadAllText(launch.Arguments[0]));
        Assert.Equal(Path.GetDirectoryName(launch.Arguments[0]), launch.Variables["DIR"]);
    }

    [Fact]
    public void Plan_Claim_IsAFolderThatOutlivesThePodAndGoesWithTheClaim()
    {
        const string container = """{"name":"c","command":["dotnet"],"args":["/data"],"volumeMounts":[{"name":"v","mountPath":"/data"}]}""";
        const string volumes = """[{"name":"v","persistentVolumeClaim":{"claimName":"data"}}]""";
        Assert.Equal("persistentvolumeclaim \"data\" not found", Plan(container, volumes).Problem!.Message);

        var key = new ResourceKey("persistentvolumeclaims", "n", "data");
        _store.Create(key, []);
        string folder = Plan(container, volumes).Launch!.Arguments[0];
        File.WriteAllText(Path.Combine(folder, "kept"), "");
        new PodFolder(Path.Combine(_home, "pods", "u")).Delete();
        new ClaimFolders(_home).RemoveStray(_store);
        Assert.True(File.Exists(Path.Combine(Plan(container, volumes).Launch!.Arguments[0], "kept")));

        _store.Delete(key);
        new ClaimFolders(_home).RemoveStray(_store);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void Addresses_Taken_GoRoundAndSkipTheControlAddress()
    {
        var addresses = new PodAddresses(new AddressBlock(1));
        Assert.Equal("127.77.16.2", addresses.Take(null));
        Assert.Equal("127.77.16.9", addresses.Take("127.77.16.9"));
        Assert.Equal("127.77.16.10", addresses.Take("127.77.16.9"));
        addresses.Return("127.77.16.2");
        Assert.Equal("127.77.16.11", addresses.Take("127.77.0.5"));
        int left = 0;
        while (addresses.Take(null) is { } address)
        {
            Assert.NotEqual("127.77.16.1", address);
            left++;
        }

        Assert.Equal(4096 - 3 - 3, left);
    }

    [Theory]
    [InlineData("500m", 0.5)]
    [InlineData("64Mi", 67108864.0)]
    [InlineData("2", 2.0)]
    [InlineData("nonsense", null)]
    public void Quantity_Text_IsItsNumber(string text, double? number) => Assert.Equal(number, Quantity.Parse(text));

    [Fact]
    public void HostPrograms_Dotnet_Exists() => Assert.True(File.Exists(HostPrograms.Dotnet));

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private LaunchPlan Plan(string container, string volumes = "[]")
    {
        var pod = JsonNode.Parse($$"""{"metadata":{"name":"p","namespace":"n","uid":"u","labels":{"sluice.dev/revision":"abc123"} },"spec":{"containers":[{{container}}],"volumes":{{volumes}} } }""")!.AsObject();
        var image = new LocalImage("id", RootFs) { Entrypoint = ["dotnet", "/app/App.dll"], WorkingDirectory = "/app", Variables = ["IMAGE_VARIABLE=from-image"] };
        return new ContainerLauncher(_store, _home).Plan(pod, "c", image, "127.77.0.9", new PodFolder(Path.Combine(_home, "pods", "u")));
    }
}
