namespace Sor.Infra.Machine;

/// <summary>What a user does with the machine, as commands to copy.</summary>
internal static class Commands
{
    /// <summary>State, step, reason and run: one line of JSON that the machine writes as it goes.</summary>
    public static string Status(string region, string bucket, string machine) => Said(region, bucket, machine, "status.json");

    /// <summary>The end of the bootstrap's log.</summary>
    public static string Log(string region, string bucket, string machine) => Said(region, bucket, machine, "bootstrap.log");

    /// <summary>A shell without an open port.</summary>
    public static string Shell(string region, string machine) => $"aws ssm start-session --region {region} --target {machine}";

    /// <summary>
    /// Another backtest with other options; AWS would end it after an hour if it were not told otherwise, and takes two days at most.
    /// </summary>
    public static string Run(string region, string machine, TimeSpan limit) =>
        $"aws ssm send-command --region {region} --instance-ids {machine} --document-name AWS-RunShellScript --parameters "
        + $"'{{\"commands\":[\"sor-run --quantity 10000 --horizon 15m\"],\"executionTimeout\":[\"{Math.Min((long)limit.TotalSeconds, 172_800)}\"]}}'";

    /// <summary>All results so far.</summary>
    public static string Results(string region, string bucket) =>
        $"aws s3 sync --region {region} s3://{bucket}/{AccessPolicies.ResultPrefix} ./sor-results";

    /// <summary>
    /// All results so far, and the newest run's report in this computer's browser: a run's id begins with its time. <c>open</c> is what a
    /// Mac has.
    /// </summary>
    public static string Report(string region, string bucket) =>
        $"{Results(region, bucket)} && report=$(ls ./sor-results/*/report.html | tail -n 1) && {{ xdg-open \"$report\" 2>/dev/null || open \"$report\"; }}";

    /// <summary>The machine's broker as 127.0.0.1:9092 on this computer, while the command runs.</summary>
    public static string Kafka(string region, string machine) =>
        $"aws ssm start-session --region {region} --target {machine} --document-name AWS-StartPortForwardingSession --parameters '{{\"portNumber\":[\"9092\"],\"localPortNumber\":[\"9092\"]}}'";

    private static string Said(string region, string bucket, string machine, string file) =>
        $"aws s3 cp --region {region} s3://{bucket}/{AccessPolicies.StatusPrefix}{machine}/{file} -";

    /// <summary>Starts a machine that stopped itself.</summary>
    public static string Start(string region, string machine) => $"aws ec2 start-instances --region {region} --instance-ids {machine}";

    /// <summary>Stops the machine; its disk stays.</summary>
    public static string Stop(string region, string machine) => $"aws ec2 stop-instances --region {region} --instance-ids {machine}";
}
