// Builds widget/dist: widget.js (the launcher), chat-HASH.js (loaded on first open), the font.
// `node widget/build.mjs [folder]` writes elsewhere, as the test does that compares.

import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const folder = process.argv[2] ?? join(HERE, "dist");
const TARGET = ["chrome90", "firefox90", "safari15"];

// Stylesheets become text, minified, for a constructed sheet.
const css = {
  name: "css",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const { code } = await transform(text, { loader: "css", minify: true, target: TARGET });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundle(entry, more) {
  const { outputFiles } = await build({
    entryPoints: [join(HERE, "src", entry)],
    bundle: true,
    minify: true,
    charset: "utf8",
    target: TARGET,
    legalComments: "none",
    plugins: [css],
    write: false,
    ...more,
  });
  return outputFiles[0].text;
}

// The two load apart, so that each may be cached for as long as it stays the same.
const chat = await bundle("chat.js", { format: "esm" });
const hash = createHash("sha256").update(chat).digest("hex").slice(0, 10);
const chatFile = `chat-${hash}.js`;
const define = { __CHAT__: JSON.stringify(`widget/${chatFile}`) };
const launcher = await bundle("launcher.js", { format: "iife", define });

await mkdir(folder, { recursive: true });
for (const old of await readdir(folder)) await rm(join(folder, old));
await writeFile(join(folder, "widget.js"), launcher);
await writeFile(join(folder, chatFile), chat);
for (const file of ["devanagari.woff2", "OFL.txt"]) {
  await copyFile(join(HERE, "font", file), join(folder, file));
}
