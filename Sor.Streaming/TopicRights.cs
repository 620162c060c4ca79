using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Sor.Streaming;

/// <summary>
/// Checks before the work begins whether the user may read or write a topic. Without it, a refused fetch could pass unnoticed, because the
/// client reports it once and may drop the report before it is polled; a refused write would be noticed at the end of the work only.
/// </summary>
internal static class TopicRights
{
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(5);

    /// <summary>Throws where a right is lacking. Where the broker does not say what is allowed, the work itself will show it.</summary>
    /// <param name="admin">Asks.</param>
    /// <param name="topic">The topic, which is there.</param>
    /// <param name="operations">What is to be done.</param>
    public static void Require(IAdminClient admin, string topic, params ReadOnlySpan<AclOperation> operations)
    {
        if (Of(admin, topic) is not { Count: > 0 } rights) return;
        foreach (var operation in operations)
        {
            if (rights.Contains(operation) || rights.Contains(AclOperation.All)) continue;
            var right = operation.ToString().ToLowerInvariant();
            throw SorException.Failed(
                $"topic {topic}: this user has no right to {right} it; the broker's administrator grants {right} on a topic");
        }
    }

    private static List<AclOperation>? Of(IAdminClient admin, string topic)
    {
        try
        {
            var options = new DescribeTopicsOptions { IncludeAuthorizedOperations = true, RequestTimeout = Once };
            var described = admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), options).GetAwaiter().GetResult();
            return described.TopicDescriptions[0].AuthorizedOperations;
        }
        catch (KafkaException)
        {
            return null;
        }
    }
}
