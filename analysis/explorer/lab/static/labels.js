// JupyterLab names an export format after its entry point: "Briefpdf". This gives the briefs the
// names that a person expects, in the menu and in the command palette. It is written by hand, in
// the form that a bundler would give it: a container with one module.

(() => {
  const NAMES = { briefhtml: "Brief (HTML)", briefpdf: "Brief (PDF)" };

  const plugin = {
    id: "seedbrief:export-names",
    description: "Names the brief formats in the export menu.",
    autoStart: true,
    activate: ({ commands }) => {
      const usual = commands.label.bind(commands);
      commands.label = (id, args) => {
        const name = id === "notebook:export-to-format" && NAMES[args?.format];
        if (!name) return usual(id, args);
        return args.isPalette ? `Save and Export Notebook: ${name}` : name;
      };
    },
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB.seedbrief = {
    init: () => {},
    get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })),
  };
})();
