using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sor.AppHost;

if (Certificates.Missing is { } missing)
{
    Console.Error.WriteLine(missing);
    return 1;
}

var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
{
    // --no-docker has no value, and the configuration would take the next argument for one.
    Args = [.. args.Where(arg => arg != Broker.NoDocker)],
});
// The terminal shows the dashboard's address and what goes wrong, without a line for each of the dashboard's own requests.
builder.Services.AddLogging(logging =>
    logging.AddFilter("Microsoft.AspNetCore", LogLevel.Error).AddFilter("Aspire.Hosting.Dcp", LogLevel.Warning));

var run = builder.AddSetting(
    "run",
    $"aspire-{DateTime.UtcNow:yyyyMMdd'T'HHmmss'Z'}",
    "Id of the run: a new one each time the application starts.");
var data = builder.AddPathSetting(
    "data",
    "samples/sample.mbp-1.csv.zst",
    "Market data to stream: CSV or DBN, plain or compressed; several files in any order, separated by a semicolon.");
var speed = builder.AddSetting(
    "speed",
    "max",
    "How much faster than the market: 1 keeps its pace, 60 is sixty times faster, max is as fast as possible.");
var quantity = builder.AddSetting("quantity", "5000", "Shares of a parent order.");
var schedule = builder.AddSetting("schedule", "twap", "What is due when: twap, immediate, or pov:R such as pov:0.1.");
var output = builder.AddPathSetting("output", "out/aspire", "Folder for the results.");

var kafka = builder.AddBroker(args);

var producer = builder.AddProject<Projects.Sor_Producer>("producer")
    .WithBroker(kafka)
    .WithFiles(data)
    // With --resume a producer that is restarted goes on with its run, and finds nothing to do where the run is finished.
    .WithArgs("--run", run.Resource, "--resume", "--speed", speed.Resource);

object[] order = ["--run", run.Resource, "--quantity", quantity.Resource, "--schedule", schedule.Resource];
object[] results = ["--out", output.Resource];

var replicas = builder.Configuration.GetValue("Replicas", 1);
if (replicas < 1) throw new InvalidOperationException($"Replicas={replicas}: there is at least one backtester");
if (replicas == 1)
{
    AddBacktester("backtester").WithArgs(results).WithResultsCommands(output);
}
else
{
    // The members of a group share the run's partitions, and collect merges their outcomes when all are done. The topic has a name of its
    // own, because a broker that was kept may have the usual one with a single partition.
    object[] topic = ["--topic", $"mock_l1_stream_{replicas}"];
    producer.WithArgs([.. topic, "--partitions", $"{replicas}"]);
    // One resource for each, because WithReplicas would give them random names.
    var members = Enumerable
        .Range(1, replicas)
        .Select(i => AddBacktester($"backtester-{i}").WithArgs([.. topic, "--group", run.Resource]))
        .ToList();
    var collect = builder.AddProject<Projects.Sor_Backtester>("collect")
        .WithReference(kafka)
        .WithoutCertificates()
        .WithArgs(["collect", .. topic, .. order, .. results])
        .WithResultsCommands(output);
    foreach (var member in members) collect.WaitForCompletion(member);
}

builder.Build().Run();
return 0;

IResourceBuilder<ProjectResource> AddBacktester(string name) =>
    builder.AddProject<Projects.Sor_Backtester>(name).WithBroker(kafka).WithArgs(["backtest", .. order]).SayWhyFailed(producer);
