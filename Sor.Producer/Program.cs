using Sor.CommandLine;
using Sor.Producer;

return await CommandRunner.RunAsync(ProduceCommand.Create(), args);
