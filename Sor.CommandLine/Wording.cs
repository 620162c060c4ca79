using Sor.Streaming;

namespace Sor.CommandLine;

/// <summary>
/// Says a failure to the user: what happened, in the words of the library that noticed it, and what would help, by the names of our
/// options.
/// </summary>
public static class Wording
{
    /// <summary>A failure in a sentence or two.</summary>
    public static string Of(Exception e) => e is SorException failure ? Of(failure.Message, failure.Remedy) : e.Message;

    /// <summary>What a user is told though nothing failed, in a sentence.</summary>
    public static string Of(Notice notice) => Of(notice.Text, notice.Remedy);

    private static string Of(string what, Remedy? remedy) => remedy switch
    {
        null => what,
        ReadPastRejects => $"{what} (--strict ends the run at the first row that cannot be read)",
        MendOrAllowMoreRejects => $"{what}. Mend the data, or allow more with --max-reject-rate",
        GivePriceScale =>
            $"{what}; if they are ten-thousandths of a dollar, give --price-scale 10000 (if they are dollars, --price-scale 1)",
        DropPriceScale => $"{what}, and --price-scale is for CSV: leave it out, or run the files of CSV by themselves",
        AllowMoreDisorder => $"{what}, or allow more with --max-disorder",
        GiveFees => $"--fees {what}",
        GiveFeesOfDate =>
            $"{what}: give a file for that date (--fees FILE), a flat fee (--fees flat:take=0.003,add=-0.002), or use it all the same with --fees-any-date",
        AddVenueOrGiveFlatFee => $"{what}: add one, or a row for venue *, or give a flat fee (--fees flat:take=0.003,add=-0.002)",
        GiveFlatFee => $"{what}: give a flat fee (--fees flat:take=…,add=…)",
        IgnoreFlags => $"{what}: give --flags ignore if the flags of this file mean nothing",
        GiveOtherWindow => $"{what}; check --from, --to and --horizon",
        LeaveTime(var start, var span) =>
                $"the first parent order would start at {start}, the first tradable NBBO rounded up to a whole --every, and that leaves it no time: "
            + $"the data runs from {span}; check --to, --every and --horizon",
        GiveWindowInData(var span) => $"no trading day of the data has anything between --from and --to: the data runs from {span}",
        TradeOnClosedDays => $"{what}; give --session all to trade on it all the same",
        GiveOtherSession => $"{what}; give another --session, or --from and --to",
        AllowWiderSpread =>
            "the NBBO is never one to trade on: both sides at once, not crossed, not wider than --max-spread; no parent order can start; "
            + "check the price and size columns",
        GiveClassicWindow => $"{what}: give --from and --to",
        GiveShorterSpans => $"--walk-forward: {what}",
        AllowMoreRejects => $"{what}; --max-reject-rate takes more",
        StartBrokerOrNameAnother => $"{what}; is it running, and is --bootstrap right?",
        RejoinGroup => $"{what}; start the backtester again with the same --group when it is back",
        OwnInstanceId => $"{what}; give each its own in --kafka-config",
        DropPartitionsOrChooseTopic => $"{what}; drop --partitions or choose another --topic",
        ChooseTopic => $"{what}; choose another with --topic or --results",
        LowerReplication => $"{what}; lower --replication, or leave it to the broker",
        PublishFirst => $"{what}; publish to it first, or name another with --topic",
        ReadForeignMessages => $"{what}; the messages there are not Sor's: --until-end reads them",
        PublishAgainOrAllowGaps => $"{what}; publish again, or --allow-gaps for a result without them",
        KeepMoreOrAllowGaps => $"{what}; raise retention.bytes and publish again, or --allow-gaps",
        ResumeStalledRun(var run) =>
            $"{what}; the producer or the broker has stopped: ./sor produce --resume --run {run} goes on with the run, --wait waits longer",
        ResumeWhenBrokerIsBack(var run) => $"{what}; when it is back, --resume --run {run} goes on",
        ResumeRun(var run) => $"{what}; --resume --run {run} goes on with what it has",
        ResumeOrChooseRun => $"{what}: --resume goes on with it, or choose another --run",
        ResumeInFormat(var run, var format) =>
            $"run {run} was begun with --format {format.ToString().ToLowerInvariant()}: resume it with the same",
        ResumeWithTimes(var run, var from, var to) =>
            $"run {run} was begun with --from {from ?? "(none)"} and --to {to ?? "(none)"}: resume it with the same",
        KeepElsewhere => $"{what}; free some space, or write elsewhere with --out (a member of a group: with TMPDIR)",
        SendSmallerMessages => $"{what}; raise it, or lower --message-bytes and batch.size",
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "no words for this remedy"),
    };
}
