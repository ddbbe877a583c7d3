// Loads the module and hands it the one thing it cannot do itself: call an island by its name.
// Islands are functions of the module; their markup names them in `data-component`. A child that
// stands in an island's `leptos-children` hydrates below the owner of that island.

const tag = document.querySelector("script[data-glue]");
const { glue, integrity, wasm } = tag.dataset;

// Both at once. An import cannot say what it expects, so a preload of the same module does.
const ahead = Object.assign(document.createElement("link"), { rel: "modulepreload", href: glue, nonce: tag.nonce });
if (integrity) ahead.integrity = integrity;
document.head.append(ahead);
const bytes = fetch(wasm);
const module = await import(glue);
await module.default({ module_or_path: bytes });

function hydrate(node, enter) {
  if (node.localName === "leptos-island") {
    const island = module[node.dataset.component];
    enter?.();
    try {
      island?.(node);
    } catch (error) {
      console.error(error);
    }
  } else if (node.localName === "leptos-children") {
    enter = node.$$on_hydrate;
  }
  for (const child of node.children) hydrate(child, enter);
}

module.start(hydrate);
