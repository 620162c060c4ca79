using System.Text.Json;

namespace Sor.IntegrationTests.Deploy;

/// <summary>What each of the programs may take of a machine's memory, and does.</summary>
[Collection(nameof(Machines))]
public sealed class MemoryTests(PublishedArchive archive)
{
    private const string BrokersCommand = "tr '\\0' ' ' </proc/$(systemctl show -p MainPID --value sor-kafka)/cmdline";

    [Fact]
    public async Task A_larger_machine_has_larger_limits_and_a_heap_that_follows()
    {
        await using var machine = await Machine.StartAsync(archive);
        machine.HasMemory(5 * 1024);
        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        (await machine.LimitsAsync()).ShouldBe([280 + 512, 120 + 256, 160 + 2560]);
        (await machine.ExecAsync(BrokersCommand)).ShouldContain("-Xms320m -Xmx320m ");

        // Stopped, made a smaller type, started again.
        machine.HasMemory(980);
        (await machine.BootstrapAsync()).Code.ShouldBe(0);
        (await machine.LimitsAsync()).ShouldBe([280, 120, 160]);
        (await machine.ExecAsync(BrokersCommand)).ShouldContain("-Xms192m -Xmx192m ");
    }

    [Theory]
    [InlineData("sor-backtester@", 16)]
    [InlineData("sor-kafka", 96)]
    public async Task What_needs_more_memory_than_its_limit_is_named(string unit, int limit)
    {
        await using var machine = await Machine.StartAsync(archive);
        var folder = $"/etc/systemd/system/{unit}.service.d";
        await machine.ExecAsync($"mkdir -p {folder} && printf '[Service]\nMemoryMax={limit}M\n' >{folder}/small.conf");
        (await machine.BootstrapAsync()).Code.ShouldNotBe(0);
        machine.Status.State.ShouldBe("failed");
        // The words before depend on the kernel: oom-kill, or killed, perhaps out of memory.
        machine.Status.Reason.ShouldContain(unit);
        machine.Status.Reason.ShouldContain($"(its limit is {limit} MiB)");
    }

    [Fact]
    public async Task A_day_of_five_million_records_fits_into_the_smallest_machine()
    {
        archive.SkipIfAbsent();
        await using var generated = await Machine.StartAsync(
            archive,
            ["--memory", "1g", "--memory-swap", "1g"],
            ("SOR_DATA", "/test/day.dbn.zst"),
            ("SOR_DATA_SHA256", ""),
            ("SOR_ARCHIVE", "/files/sor.tar.gz"),
            ("SOR_BUCKET", ""),
            ("SOR_BACKTEST_ARGS", "--optimize static"), // all defaults fit too, and take longer
            ("SOR_TIME_LIMIT", "540"));
        await generated.ExecAsync("""
            mkdir /tmp/sor && tar -xzf /files/sor.tar.gz -C /tmp/sor
            /tmp/sor/bin/Sor.Backtester generate --out /test/day.dbn.zst --records 5000000 --instruments 4
            """);
        var (code, text) = await generated.BootstrapAsync();
        code.ShouldBe(0, text);

        var status = await generated.LocalStatusAsync();
        using var machine = JsonDocument.Parse(await generated.ExecAsync($"cat /var/lib/sor/runs/{status.Run}/machine.json"));
        using var result = JsonDocument.Parse(await generated.ExecAsync($"cat /var/lib/sor/runs/{status.Run}/result.json"));
        result.RootElement.GetProperty("data").GetProperty("records").GetInt64().ShouldBe(5_000_000);
        TestContext.Current.TestOutputHelper?.WriteLine($"five million records: {machine.RootElement}");
        // The broker's peak counts the pages of its files too, which the kernel gives back under pressure; what it cannot give back is
        // anonymous.
        var taken = machine.RootElement.GetProperty("memory_mib");
        foreach (var (name, limit) in ((string, int)[])[("broker", 280), ("producer", 120), ("backtester", 160)])
            taken.GetProperty(name).GetProperty("anonymous").GetInt32().ShouldBeInRange(1, limit, name);
    }
}
