// The editor on the page: one endpoint, our questions, and no request to another host.
"use strict";

const endpoint = new URL("sparql", document.baseURI).href;
const TERMS = {
  class: "SELECT DISTINCT ?term { ?thing a ?term } ORDER BY ?term",
  property: "SELECT DISTINCT ?term { ?subject ?term ?object } ORDER BY ?term",
};

// What a query may name, asked of the graph itself.
async function terms(kind) {
  const query = new URLSearchParams({ query: TERMS[kind] });
  const headers = { Accept: "application/sparql-results+json" };
  const answer = await fetch(`${endpoint}?${query}`, { headers });
  if (!answer.ok) return [];
  return (await answer.json()).results.bindings.map((row) => row.term.value);
}

// The editor's own completers ask prefix.cc and Linked Open Vocabularies, or know other prefixes.
function replaceCompleters(prefixes) {
  const Yasqe = Yasgui.Yasqe;
  const known = Object.entries(prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  const own = {
    prefixes: { bulk: true, persistenceId: null, get: () => known.sort() },
    class: { bulk: true, persistenceId: null, get: () => terms("class") },
    property: { bulk: true, persistenceId: null, get: () => terms("property") },
  };
  for (const [name, changes] of Object.entries(own)) {
    Yasqe.registerAutocompleter({ ...Yasqe.Autocompleters[name], ...changes, name }, true);
  }
}

function offer(queries, yasgui) {
  const list = document.getElementById("queries");
  for (const { title, question, name, sparql } of queries) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.title = question;
    button.addEventListener("click", () => {
      const tab = { name, yasqe: { value: sparql } };
      yasgui.addTab(true, { ...Yasgui.Tab.getDefaults(yasgui), ...tab });
    });
    list.append(button);
  }
}

async function start() {
  document.getElementById("endpoint").textContent = endpoint;
  const { prefixes, queries } = await (await fetch("queries")).json();
  replaceCompleters(prefixes);
  const yasgui = new Yasgui(document.getElementById("yasgui"), {
    requestConfig: { endpoint },
    copyEndpointOnNewTab: true,
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    // A shared link may name another endpoint: it is asked here all the same.
    populateFromUrl: (tab) => ({ ...tab, requestConfig: { ...tab.requestConfig, endpoint } }),
    yasqe: { value: queries[0]?.sparql, prefixCcApi: null },
  });
  offer(queries, yasgui);
}

start().catch((error) => {
  document.getElementById("yasgui").textContent = `The page could not be made: ${error}`;
});
