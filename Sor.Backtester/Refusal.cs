using Confluent.Kafka;

namespace Sor.Backtester;

/// <summary>Why a broker refuses us. The client library goes on trying and reports no more than that nobody answers.</summary>
internal static class Refusal
{
    private static int told;

    /// <summary>Handles a client's errors: says once, on standard error, that a password or a certificate is not taken.</summary>
    public static void Tell(IClient client, Error error)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl && Interlocked.Exchange(ref told, 1) == 0) Console.Error.WriteLine($"the broker refuses: {error.Reason}");
    }
}
