return await Tandem.Cli.TandemCommand.RunAsync(args);
