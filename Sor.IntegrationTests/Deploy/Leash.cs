using System.Diagnostics;

namespace Sor.IntegrationTests.Deploy;

/// <summary>
/// Removes a container when it is let go of, and also when this process ends without a word: a machine has rights on its host that nobody
/// wants to find there later. A process beside this one waits for the end of its input, which the kernel closes when this one is killed.
/// </summary>
internal sealed class Leash : IAsyncDisposable
{
    private readonly Process holder;

    private Leash(Process holder) => this.holder = holder;

    /// <summary>Holds a container, which need not be there yet.</summary>
    public static Leash On(string container)
    {
        // In a session of its own, so that what ends this process and all that it started does not end it too.
        const string Wait = "cat >/dev/null; docker rm -f -v \"$0\" >/dev/null 2>&1";
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Wait, container]) { RedirectStandardInput = true };
        return new Leash(Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        holder.StandardInput.Close();
        await holder.WaitForExitAsync();
        holder.Dispose();
    }
}
