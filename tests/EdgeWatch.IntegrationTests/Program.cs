using EdgeWatch.IntegrationTests.Daemon;
using EdgeWatch.IntegrationTests.Mqtt;

// The test runner does not come through here; tests that need a process to kill, or one that dies by itself, do.
if (args.Length == 0)
{
    return await DoomedDaemon.RunAsync();
}

await DoomedPublisher.RunAsync(args[0], int.Parse(args[1]), args[2]);
return 0;
