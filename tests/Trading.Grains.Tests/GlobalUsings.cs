// The same choice of engine as in Trading.Grains.
#if ORLEANS
global using Orleans;
global using Orleans.Concurrency;
#else
global using Trading.Grains.Embedded;
#endif
