namespace Sor.IntegrationTests.Deploy;

/// <summary>No machine outlives its test.</summary>
[Collection(nameof(Machines))]
public sealed class LeashTests(PublishedArchive archive)
{
    [Fact]
    public async Task A_container_goes_when_the_process_that_held_it_is_gone()
    {
        archive.SkipIfAbsent();
        var name = $"sor-leash-{Guid.NewGuid():n}"[..20];
        await Shell.RunAsync("docker", "run", "-d", "--network", "none", "--name", name, archive.Image, "sleep", "300");
        // Its input ends here as it does when this process is killed; nothing else is said.
        await Leash.On(name).DisposeAsync();
        (await Shell.TryAsync("docker", "inspect", name)).Code.ShouldNotBe(0);
    }
}
