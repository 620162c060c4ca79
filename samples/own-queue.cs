#:project ../Sor.Backtester/Sor.Backtester.csproj

// Own assumption on queues: whose place cancelled shares had is not in Level-1 data. Run it like this:
//   dotnet run samples/own-queue.cs -- day.csv
// Each router that rests is then run under it too: join.power, join_wide.power and queue.power in the result, and the verdict names it.
using Sor;
using Sor.Core.Execution;

return SorApp.Run(args, new PowerLaw(2));

/// <summary>
/// Cancelled shares stood ahead of us in proportion to a power of what stood ahead, against the same power of what stood behind: of a long
/// queue behind us most cancellations come from there. With power 1 it is the built-in <c>proportional</c>.
/// </summary>
sealed class PowerLaw(int power) : IQueueAssumption
{
    public string Name => "power";

    public long CancelledAhead(long ahead, long cancelled, long displayed)
    {
        var (front, back) = (Weight(ahead), Weight(displayed - ahead));
        return Math.Min(ahead, (long)(cancelled * front / (front + back)));
    }

    public long FilledByPrintThrough(long order, long printed) => Math.Min(order, printed);

    public long FilledByCross(long order, long available) => Math.Min(order, available);

    // Whole numbers, since the same input is to give the same bytes on every machine.
    private Int128 Weight(long shares)
    {
        var weight = (Int128)1;
        for (var i = 0; i < power; i++) weight *= shares;
        return weight;
    }
}
