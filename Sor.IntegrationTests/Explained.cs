namespace Sor.IntegrationTests;

/// <summary>Endings that a user can look up.</summary>
internal static class Explained
{
    /// <summary>Waits for the end of a process, which must be one that the table of failures in the documents explains.</summary>
    public static async Task<SorProcess.Ending> ExplainedAsync(this SorProcess process)
    {
        var ending = await process.EndAsync();
        FailureTable.ShouldExplain(ending.Code, ending.Error, ending.Output);
        return ending;
    }
}
