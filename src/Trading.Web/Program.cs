using Trading.Web;
using Trading.Web.Demo;

var demo = DemoOptions.Read(args);
if (demo.IsDemo)
{
    return await DemoPlay.Run(demo, Console.Out);
}

if (RebuildCommand.IsAsked(args))
{
    return await RebuildCommand.Run(args, Console.Out, Console.Error);
}

await Centre.Build(args, TimeProvider.System).RunAsync();
return 0;
