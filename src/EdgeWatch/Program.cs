using EdgeWatch.Cli;

return await CommandLine.RunAsync(args);
