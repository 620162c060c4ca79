using System.Diagnostics;

namespace Sor.AppHost.Tests;

/// <summary>The launch profile <c>https</c>, for a user who has no certificate for development, and once there is one.</summary>
[Collection(OneAtATime.Name)]
public sealed class HttpsProfileTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("sor-home-").FullName;

    [Fact]
    public async Task Without_a_certificate_the_command_that_makes_one_is_said_in_a_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere certificates are the user's, not a folder's");
        await using var app = RunningAppHost.Start("https", ["--no-docker"], ("HOME", home));

        (await app.EndAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        app.Terminal.ShouldBe(
            "the profile https needs a certificate: run `dotnet dev-certs https --trust` once, or start the profile http");
    }

    [Fact]
    public async Task With_one_the_dashboard_is_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere certificates are the user's, not a folder's");
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("dotnet", ["dev-certs", "https"]) { RedirectStandardOutput = true };
        start.Environment["HOME"] = home;
        start.Environment["DOTNET_CLI_HOME"] = home;
        using (var made = Process.Start(start)!)
        {
            await made.StandardOutput.ReadToEndAsync(cancel);
            await made.WaitForExitAsync(cancel);
            made.ExitCode.ShouldBe(0);
        }

        await using var app = RunningAppHost.Start("https", ["--no-docker", "--ConnectionStrings:kafka=127.0.0.1:9"], ("HOME", home));
        var address = await app.LoginAsync(cancel);

        address.ShouldStartWith("https://localhost:");
        using var client = new HttpClient(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        );
        (await client.GetAsync(address, cancel)).EnsureSuccessStatusCode();
    }

    public void Dispose() => Directory.Delete(home, recursive: true);
}
