using Trading.Web;

await Centre.Build(args, TimeProvider.System).RunAsync();
