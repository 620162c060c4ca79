using Sor;

return SorApp.Run(args);
