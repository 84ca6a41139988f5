using PcBench.MlService;
using PcBench.ServiceDefaults;

return await ServiceHost.RunAsync(args, PredictApi.Define);
