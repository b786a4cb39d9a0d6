using EdgeWatch.IntegrationTests.Mqtt;

// The test runner does not come through here; a test that kills a publisher starts one.
await DoomedPublisher.RunAsync(args[0], int.Parse(args[1]), args[2]);
