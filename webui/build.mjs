// Bundle what the browser loads into static/dist, under hashed names listed in manifest.json.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, join } from "node:path";

const here = import.meta.dirname, source = join(here, "static"), out = join(source, "dist");
const icons = join(here, "..", "node_modules", "lucide-static", "icons");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const scripts = readdirSync(join(source, "scripts")).filter((name) => name.endsWith(".js")).map((name) => join(source, "scripts", name));
// Our policy allows no style attributes, so the icons of the drawing board say the same in attributes of their own.
const stylesAsAttributes = (text) => text.split(";").filter(Boolean).map((each) => ` ${each.replace(":", '="')}"`).join("");
const plainIcons = { name: "plain icons", setup: (on) => on.onLoad({ filter: /bpmn-js[\\/]lib[\\/].*Icons\.js$/ }, ({ path }) => (
  { contents: readFileSync(path, "utf8").replace(/ style="([^"]*)"/g, (_, text) => stylesAsAttributes(text)) })) };
const { metafile } = await build({
  entryPoints: [join(source, "styles.css"), ...scripts], entryNames: "[name]-[hash]", chunkNames: "chunk-[hash]",
  outdir: out, plugins: [plainIcons], bundle: true, splitting: true, format: "esm", minify: true, metafile: true, target: "chrome100",
  charset: "utf8", legalComments: "linked", loader: { ".woff2": "dataurl", ".woff": "dataurl", ".svg": "dataurl", ".eot": "empty" },
});
const manifest = {};
for (const [file, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
  if (entryPoint) manifest[basename(entryPoint)] = basename(file);
  if (cssBundle) manifest[basename(entryPoint).replace(/\.js$/, ".css")] = basename(cssBundle);
}
const symbols = readFileSync(join(source, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).map((name) =>
  `<symbol id="${name}" viewBox="0 0 24 24">${readFileSync(join(icons, `${name}.svg`), "utf8").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")}</symbol>`);
const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
manifest["icons.svg"] = `icons-${createHash("sha256").update(sprite).digest("hex").slice(0, 8)}.svg`;
writeFileSync(join(out, manifest["icons.svg"]), sprite);
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest, null, 1));
