using Sluice.Model;

namespace Sluice.Images.Tests;

/// <summary>A small application: a web service with pages, a package and a shared library, and a second service beside it.</summary>
internal static class ShopSource
{
    public const string Shop = "shop/Shop.csproj";
    public const string Mail = "mail/Mail.csproj";

    public static ServiceDefinition ShopService { get; } = new("shop", "shop", 8080, []);

    public static ServiceDefinition MailService { get; } = new("mail", Mail, 8081, []);

    public static void WriteTo(TestFolder folder)
    {
        folder.Write("Directory.Build.props", "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup></Project>");
        folder.Write(Shop, """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <ItemGroup>
                <PackageReference Include="YamlDotNet" Version="16.3.0" />
                <ProjectReference Include="../common/Common.csproj" />
              </ItemGroup>
            </Project>
            """);
        folder.Write("shop/Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapStaticAssets();
            app.MapGet("/", () => Common.Greeting.Text);
            app.Run();
            """);
        folder.Write("shop/wwwroot/index.html", "<h1>Shop</h1>");
        folder.Write("common/Common.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");
        folder.Write("common/Greeting.cs", """
            namespace Common;

            public static class Greeting
            {
                public static string Text => Where();

                private static string Where([System.Runtime.CompilerServices.CallerFilePath] string file = "") => file;
            }
            """);
        folder.Write(Mail, """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        folder.Write("mail/Program.cs", "WebApplication.CreateBuilder(args).Build().Run();\n");
    }
}
