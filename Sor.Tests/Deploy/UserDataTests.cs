using System.Diagnostics;
using System.Text;
using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

public sealed class UserDataTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Render(string backtestArgs = "--quantity 5000 --horizon 30m")
    {
        var settings = MachineSettings.Read(name => name == "backtestArgs" ? backtestArgs : null, [], "eu-central-1", Release.Root());
        var archive = Artifact.Of(folder.Write("sor-linux-x64.tar.gz", "an archive"));
        var data = Artifact.Of(folder.Write("a day's trades.dbn", "a day"));
        var kafka = Artifact.Of(folder.Write("kafka_2.13-4.3.1.tgz", "Kafka"));
        return UserData.Render(
            settings,
            "a-bucket",
            new Uploads(archive, data, kafka, new string('5', 128)),
            File.ReadAllText(Path.Combine(Release.Root(), "deploy", "bootstrap.sh")));
    }

    [Fact]
    public void It_fits_with_room_to_spare() => Encoding.UTF8.GetByteCount(Render()).ShouldBeLessThan(UserData.MaximumBytes * 3 / 4);

    [Fact]
    public void It_says_what_to_fetch_from_the_bucket_and_nothing_from_elsewhere()
    {
        Render().ShouldContain("SOR_KAFKA=\"artifacts/");
        Render().ShouldContain($"SOR_KAFKA_SHA512=\"{new string('5', 128)}\"");
        Render().ShouldNotContain("=\"http");
    }

    [Fact]
    public void Too_much_of_it_is_refused() =>
        Should.Throw<RefusedException>(() => Render(new string('x', 10_000))).Message.ShouldContain("EC2 takes 16384");

    [Fact]
    public void The_same_settings_give_the_same_text() => Render().ShouldBe(Render());

    [Fact]
    public void Keys_change_with_content_and_need_no_escaping()
    {
        var data = Artifact.Of(folder.Write("a day's trades.dbn", "a day"));
        data.Key.ShouldBe($"artifacts/{data.Sha256[..16]}/a-day-s-trades.dbn");
        Artifact.Of(folder.Write("a day's trades.dbn", "another")).Key.ShouldNotBe(data.Key);
    }

    [Fact]
    public void Cloud_init_takes_it()
    {
        var file = folder.Write("user-data.yaml", Render());
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("cloud-init", ["schema", "--config-file", file])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            process.ExitCode.ShouldBe(0, said);
            said.ShouldContain("Valid");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("cloud-init is not on this machine (Debian: apt install cloud-init)");
        }
    }
}
