using OwnWorld;
using Tandem.Cli;
using Tandem.Environments;

return await TandemCommand.RunAsync(args, EnvironmentCatalog.BuiltIn.With("Crane-v0", () => new Crane(), stepLimit: 400));
