using Sor.Backtester;
using Sor.Producer;

return await CommandRunner.RunAsync(ProduceCommand.Create(), args);
