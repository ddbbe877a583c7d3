// Loads the module and hands it the one thing it cannot do itself: call an island by its name.
// Islands are functions of the module; their markup names them in `data-component`. A child that
// stands in an island's `leptos-children` hydrates below the owner of that island.

const tag = document.querySelector("script[data-glue]");
const module = await import(tag.dataset.glue);
await module.default({ module_or_path: tag.dataset.wasm });

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
