using System.Text.Json;
using System.Text.RegularExpressions;
using Sor.Infra.Machine;

namespace Sor.Tests.Deploy;

/// <summary>What the machine's role may do, as IAM reads its policies, and as docs/deploy.md tells it.</summary>
public sealed partial class PolicyTests
{
    private const string Bucket = "sor-results-bucket";

    private static readonly string[] Policies = [AccessPolicies.Machine(Bucket), AccessPolicies.Sessions()];

    [Fact]
    public void The_page_names_every_action_of_the_role_and_no_other()
    {
        var page = File.ReadAllLines(Path.Combine(Release.Root(), "docs", "deploy.md"));
        var told = from row in page.SkipWhile(line => line != "| action | on | |").Skip(2).TakeWhile(line => line.StartsWith('|'))
                   let cells = row.Split('|')
                   from action in CodePattern().Matches(cells[1])
                   let place = CodePattern().Match(cells[2]).Groups[1].Value
                   let resource = place.Length == 0 ? "*" : $"arn:aws:s3:::{Bucket}/{place}"
                   select (action.Groups[1].Value, resource, cells[3].Contains("new", StringComparison.Ordinal));

        told.ShouldBe(Rights().Select(right => (right.Action, right.Resource, right.OnlyNew)), ignoreOrder: true);
    }

    [Theory]
    [InlineData("s3:GetObject", "artifacts/0123456789abcdef/sor.tar.gz", true)]
    [InlineData("s3:PutObject", "results/machines/i-0123456789abcdef0/status.json", true)]
    [InlineData("s3:PutObject", "results/20241017T133000Z-0001/result.json", false)]
    [InlineData("s3:PutObject", "artifacts/0123456789abcdef/sor.tar.gz", false)]
    [InlineData("s3:GetObject", "results/20241017T133000Z-0001/result.json", false)]
    [InlineData("s3:DeleteObject", "results/20241017T133000Z-0001/result.json", false)]
    [InlineData("s3:DeleteObjectVersion", "results/20241017T133000Z-0001/result.json", false)]
    [InlineData("s3:ListBucket", "", false)]
    [InlineData("s3:PutBucketPolicy", "", false)]
    public void In_the_bucket_it_fetches_what_is_for_it_and_changes_no_result_that_is_there(string action, string key, bool may) =>
        May(action, key.Length == 0 ? $"arn:aws:s3:::{Bucket}" : $"arn:aws:s3:::{Bucket}/{key}", isNew: false).ShouldBe(may);

    [Fact]
    public void A_result_may_be_stored_under_a_name_that_is_new() =>
        May("s3:PutObject", $"arn:aws:s3:::{Bucket}/results/20241017T133000Z-0001/result.json", isNew: true).ShouldBeTrue();

    [Theory]
    [InlineData("ssm:GetParameter")]
    [InlineData("ssm:GetParameters")]
    [InlineData("ssm:GetParametersByPath")]
    [InlineData("ssm:SendCommand")]
    [InlineData("ssm:GetDocument")]
    [InlineData("secretsmanager:GetSecretValue")]
    [InlineData("kms:Decrypt")]
    [InlineData("ec2:TerminateInstances")]
    [InlineData("iam:PassRole")]
    [InlineData("sts:AssumeRole")]
    public void Of_the_account_it_reads_and_does_nothing(string action) =>
        May(action, "arn:aws:any:us-east-1:123456789012:thing", isNew: true).ShouldBeFalse();

    [Fact]
    public void No_action_is_a_pattern() => Rights().ShouldAllBe(right => !right.Action.Contains('*', StringComparison.Ordinal));

    private static bool May(string action, string resource, bool isNew) => Rights().Any(right =>
        right.Action == action && (isNew || !right.OnlyNew)
            && Regex.IsMatch(resource, $"^{Regex.Escape(right.Resource).Replace("\\*", ".*", StringComparison.Ordinal)}$"));

    // Every statement allows; a condition other than the one known here would have to be told too.
    private static IEnumerable<(string Action, string Resource, bool OnlyNew)> Rights()
    {
        foreach (var policy in Policies)
        {
            using var document = JsonDocument.Parse(policy);
            foreach (var statement in document.RootElement.GetProperty("Statement").EnumerateArray())
            {
                statement.GetProperty("Effect").GetString().ShouldBe("Allow");
                var conditional = statement.TryGetProperty("Condition", out var condition);
                if (conditional) condition.GetRawText().ShouldBe("""{"Null":{"s3:if-none-match":"false"}}""");
                var actions = statement.GetProperty("Action");
                foreach (var action in actions.ValueKind == JsonValueKind.Array ? actions.EnumerateArray().ToArray() : [actions])
                    yield return (action.GetString()!, statement.GetProperty("Resource").GetString()!, conditional);
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodePattern();
}
