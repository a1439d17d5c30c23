// Answers SPARQL over an RDF file: a query as JSON on each line in, SPARQL JSON on each line out.
// node comunica.mjs FOLDER FILE, where FOLDER holds node_modules.

import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, file] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${folder}/`));
const { QueryEngine } = require("@comunica/query-sparql-file");
const { RdfStore } = require("rdf-stores");

const EVERYTHING = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }";

const engine = new QueryEngine();

// Over the file itself Comunica takes minutes for what takes a second over a store, and where a
// path stands in an OPTIONAL it may end without an answer.
async function read() {
  const store = RdfStore.createDefault();
  const factory = store.dataFactory;
  const rows = await engine.queryBindings(EVERYTHING, { sources: [file] });
  for await (const row of rows) {
    const graph = row.get("g") ?? factory.defaultGraph();
    store.addQuad(factory.quad(row.get("s"), row.get("p"), row.get("o"), graph));
  }
  return store;
}

async function answer(query, store) {
  const found = await engine.query(query, { sources: [store] });
  const { data } = await engine.resultToString(found, "application/sparql-results+json");
  let text = "";
  for await (const piece of data) text += piece;
  const { head, results } = JSON.parse(text);
  return { head, results };
}

const store = await read();
for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(JSON.stringify(await answer(JSON.parse(line), store)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
