using System.IO.Hashing;
using System.Runtime.InteropServices;
using Sor.Core.MarketData;
using Sor.Streaming.Read;
using Sor.Streaming.Wire;

namespace Sor.Tests.Streaming;

public sealed class PartitionIntegrityTests
{
    private static readonly Mbp1[] Sent = StreamRecords.Make(1_000);
    private static readonly EndManifest End = new("r1", Sent.Length, HashOf(Sent), Sent.Length, [], [], []);

    [Fact]
    public void A_whole_stream_is_delivered_and_verified()
    {
        var (delivered, integrity) = Replay([(0, 400), (400, 600)]);

        delivered.ShouldBe(Sent);
        integrity.Ended.ShouldBeTrue();
        integrity.Duplicates.ShouldBe(0);
    }

    [Fact]
    public void A_missing_message_is_named() =>
        Should.Throw<SorException>(() => Replay([(0, 400), (500, 500)]))
            .ShouldSatisfyAllConditions(
                e => e.Kind.ShouldBe(FailureKind.Data),
                e => e.Message.ShouldContain("run r1, partition 3: records 400 to 499 are missing (100 records)"));

    [Fact]
    public void A_missing_head_is_named() =>
        Should.Throw<SorException>(() => Replay([(10, 990)])).Message.ShouldContain("records 0 to 9 are missing");

    [Fact]
    public void A_missing_tail_is_named() =>
        Should.Throw<SorException>(() => Replay([(0, 400)])).Message.ShouldContain("records 400 to 999 are missing");

    [Fact]
    public void Messages_in_another_order_are_a_gap() =>
        Should
            .Throw<SorException>(() => Replay([(0, 400), (600, 400), (400, 200)]))
            .Message.ShouldContain("records 400 to 599 are missing");

    [Fact]
    public void A_changed_record_is_seen_at_the_end()
    {
        var integrity = new PartitionIntegrity("r1", 3, allowGaps: false);
        var changed = Sent.ToArray();
        changed[500].AskSz++;
        integrity.Accept(0, changed);

        Should.Throw<SorException>(() => integrity.End(End)).Message.ShouldContain("are not the ones the producer sent");
    }

    [Fact]
    public void More_records_than_the_producer_counts_are_an_error()
    {
        var integrity = new PartitionIntegrity("r1", 3, allowGaps: false);
        integrity.Accept(0, StreamRecords.Make(1_001));

        Should.Throw<SorException>(() => integrity.End(End)).Message.ShouldContain("1,001 records came but the producer counts 1,000");
    }

    [Fact]
    public void Allowed_gaps_are_counted_and_the_hash_is_not_asked()
    {
        var (delivered, integrity) = Replay([(10, 390), (500, 400)], allowGaps: true);

        delivered.ShouldBe([.. Sent[10..400], .. Sent[500..900]]);
        integrity.Missing.ShouldBe(10 + 100 + 100);
        integrity.Ended.ShouldBeTrue();
    }

    /// <summary>
    /// A killed producer and its successors each send a span, cut in their own way; each one's messages keep their order but land anywhere
    /// among the others'.
    /// </summary>
    [Fact]
    public void A_zombies_messages_between_its_successors_leave_exactly_the_run() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 1_000_000]).Sample((zombies, seed) =>
        {
            var random = new Random(seed);
            var writers = new List<Queue<(int Seq, int Count)>>();
            var durable = 0;
            for (var i = 0; i < zombies; i++)
            {
                // A successor starts at what had landed when it looked; what its predecessor still had on the way lands later.
                var end = random.Next(durable, Sent.Length + 1);
                writers.Add(Cut(durable, end, random));
                durable = random.Next(durable, end + 1);
            }

            writers.Add(Cut(0, Sent.Length, random));
            var landed = Shuffle(writers, random);
            // The broker had records [0, durable) before the last writer began: keep what is possible, a stream without gaps up to each
            // writer's start.
            var messages = Feasible(landed);

            var (delivered, integrity) = Replay(messages);

            delivered.ShouldBe(Sent);
            integrity.Duplicates.ShouldBe(messages.Sum(message => message.Count) - Sent.Length);
        }, iter: 500);

    private static Queue<(int, int)> Cut(int from, int to, Random random)
    {
        var messages = new Queue<(int, int)>();
        while (from < to)
        {
            var count = Math.Min(to - from, random.Next(1, 300));
            messages.Enqueue((from, count));
            from += count;
        }

        return messages;
    }

    private static List<(int Seq, int Count)> Shuffle(List<Queue<(int Seq, int Count)>> writers, Random random)
    {
        var landed = new List<(int, int)>();
        while (writers.Exists(writer => writer.Count > 0))
        {
            var open = writers.FindAll(writer => writer.Count > 0);
            landed.Add(open[random.Next(open.Count)].Dequeue());
        }

        return landed;
    }

    private static List<(int Seq, int Count)> Feasible(List<(int Seq, int Count)> landed)
    {
        var have = 0;
        var kept = new List<(int, int)>();
        var early = new List<(int Seq, int Count)>();
        foreach (var message in landed)
        {
            if (message.Seq > have)
            {
                early.Add(message);
                continue;
            }

            kept.Add(message);
            have = Math.Max(have, message.Seq + message.Count);
        }

        kept.AddRange(early.Where(message => message.Seq <= have));
        return kept;
    }

    private static (Mbp1[] Delivered, PartitionIntegrity Integrity) Replay(
        IEnumerable<(int Seq, int Count)> messages,
        bool allowGaps = false)
    {
        var integrity = new PartitionIntegrity("r1", 3, allowGaps);
        var delivered = new List<Mbp1>();
        foreach (var (seq, count) in messages) delivered.AddRange(integrity.Accept(seq, Sent.AsMemory(seq, count)).Span);
        integrity.End(End);
        return ([.. delivered], integrity);
    }

    private static string HashOf(ReadOnlySpan<Mbp1> records) => Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(records)));
}
