// The one place that chooses the engine (docs/decisions/0001): grains, rules and contracts contain no conditional code.
#if ORLEANS
global using Orleans;
global using Orleans.Concurrency;
#else
global using Trading.Grains.Embedded;
#endif
