using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Sor.Streaming;

/// <summary>What a producer needs to know of a topic.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">How many partitions it has.</param>
/// <param name="MaxMessageBytes">The largest batch the topic takes; Kafka's default where the user may not see the topic's
/// settings.</param>
internal sealed record Topic(string Name, int Partitions, int MaxMessageBytes)
{
    private const int UsualMaxMessageBytes = 1_048_588;
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(5);

    /// <summary>Looks the topic up and creates it where it is absent; an existing one is left as it is.</summary>
    /// <exception cref="SorException">No broker, or a topic that cannot be made or cannot hold a stream.</exception>
    public static Topic Ensure(
        IAdminClient admin, string name, TopicShape shape, string? brokers, TimeSpan wait, CancellationToken cancellation)
    {
        var since = Stopwatch.StartNew();
        int count;
        // A broker can answer before all brokers know the new topic, and can be away while it is created.
        while ((count = PartitionsOf(admin, name, brokers, wait, cancellation)) == 0)
        {
            var last = since.Elapsed > wait;
            TryCreate(admin, name, shape, last);
            if (last)
                throw SorException.Failed($"topic {name} was created but the broker still does not show it after {wait.TotalSeconds:0} s");
            cancellation.WaitHandle.WaitOne(50);
        }

        var settings = SettingsOf(admin, name);
        if (settings("cleanup.policy")?.Contains("compact", StringComparison.Ordinal) == true) throw Compacted(name);
        var known = int.TryParse(settings("max.message.bytes"), CultureInfo.InvariantCulture, out var limit);
        return new Topic(name, count, known ? limit : UsualMaxMessageBytes);
    }

    /// <summary>How many partitions a topic has; 0 if it is absent. Waits for the broker.</summary>
    public static int PartitionsOf(
        IAdminClient admin,
        string name,
        string? brokers,
        TimeSpan wait,
        CancellationToken cancellation,
        Action<Notice>? notice = null)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var left = wait - since.Elapsed;
                var topic = admin
                    .GetMetadata(name, left < Once && left > TimeSpan.Zero ? left : Once)
                    .Topics.Find(found => found.Topic == name);
                if (topic is null || topic.Error.Code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic) return 0;
                if (topic.Error.Code == ErrorCode.NoError && topic.Partitions.Count > 0) return topic.Partitions.Count;
                if (topic.Error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.TopicException)
                    throw new KafkaException(topic.Error);
            }
            catch (KafkaException e)
                when (e.Error.Code
                        is ErrorCode.Local_Transport
                            or ErrorCode.Local_AllBrokersDown
                            or ErrorCode.Local_TimedOut
                            or ErrorCode.Local_Resolve)
            {
                if (since.Elapsed >= wait)
                    throw SorException
                        .Failed($"{NobodyAt(brokers)} after {wait.TotalSeconds:0} s ({e.Error.Reason})", e)
                        .Advise(new StartBrokerOrNameAnother());
                notice?.Invoke(new Notice($"{NobodyAt(brokers)} yet ({e.Error.Reason}); waiting up to {wait.TotalSeconds:0} s"));
                notice = null;
                cancellation.WaitHandle.WaitOne(100);
                continue; // Nobody has answered, so nothing is known of the topic's leader either.
            }
            catch (KafkaException e)
            {
                throw SorException.Failed($"topic {name}: {e.Error.Reason}", e);
            }

            if (since.Elapsed >= wait) throw SorException.Failed($"topic {name} has no leader after {wait.TotalSeconds:0} s");
            cancellation.WaitHandle.WaitOne(100);
        }
    }

    /// <summary>The words for a broker that does not answer.</summary>
    public static string NobodyAt(string? brokers) => brokers is null ? "no Kafka broker answers" : $"no Kafka broker answers at {brokers}";

    /// <summary>Whether a broker has the topic; <c>null</c> where none answers within a second.</summary>
    public static bool? IsThere(IClient client, string name)
    {
        using var admin = new DependentAdminClientBuilder(client.Handle).Build();
        try
        {
            return admin.GetMetadata(name, TimeSpan.FromSeconds(1)).Topics.Find(found => found.Topic == name)?.Error.Code
                is not ErrorCode.UnknownTopicOrPart;
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    /// <summary>A topic that keeps one message per key cannot hold a stream.</summary>
    public static SorException Compacted(string name) => SorException.Usage(
        $"topic {name} is compacted (cleanup.policy), and a stream's messages have no keys").Advise(new ChooseTopic());

    private static void TryCreate(IAdminClient admin, string name, TopicShape shape, bool last)
    {
        try
        {
            admin.CreateTopicsAsync([shape.Of(name)], new CreateTopicsOptions { RequestTimeout = Once }).GetAwaiter().GetResult();
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            // Somebody else was first.
        }
        catch (KafkaException e) when (!last && IsPassing(e))
        {
            // Tried again.
        }
        catch (KafkaException e)
        {
            var reason = e is CreateTopicsException create ? create.Results[0].Error.Reason : e.Error.Reason;
            var failure = SorException.Failed($"topic {name} cannot be created: {reason}", e);
            throw shape.Replication is null ? failure : failure.Advise(new LowerReplication());
        }
    }

    private static bool IsPassing(KafkaException e) =>
        (e is CreateTopicsException create ? create.Results[0].Error.Code : e.Error.Code)
            is ErrorCode.Local_Transport
                or ErrorCode.Local_TimedOut
                or ErrorCode.RequestTimedOut
                or ErrorCode.NotController;

    /// <summary>A topic's settings by name; none where the user may not look.</summary>
    private static Func<string, string?> SettingsOf(IAdminClient admin, string name)
    {
        try
        {
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = name };
            var described = admin
                .DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = Once })
                .GetAwaiter()
                .GetResult();
            return setting => described[0].Entries.GetValueOrDefault(setting)?.Value;
        }
        catch (KafkaException)
        {
            return _ => null;
        }
    }
}
