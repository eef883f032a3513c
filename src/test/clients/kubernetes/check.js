// Checks the manifests by the schemas of Kubernetes and KEDA, and lints the Containerfile:
//
//     node check.js ../../../../ops/kubernetes
//
// Each argument is a directory, whose files are read, or a file, such as what kustomize has built. What is wrong is printed, a line each; the
// status is 1 then.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const { default: lint } = await import("dockerfilelint");

// kustomize reads these itself; they are no objects of a cluster
const TOOLS = new Set(["kustomize.config.k8s.io"]);

const wrong = [];
let objects = 0;

function files(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

// Models refuse values of another type and missing fields, but not fields that the schema does not have
function model(apiVersion, kind) {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const folder = group === "" ? version : `${group}/${version}`;
  const owner = group === "keda.sh" ? "@kubernetes-models/keda" : "kubernetes-models";
  return require(`${owner}/${folder}/${kind}`)[kind];
}

function checkObject(file, object) {
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    wrong.push(`${file}: an object without apiVersion or kind`);
    return;
  }
  if (TOOLS.has(apiVersion.split("/")[0])) {
    return;
  }
  objects += 1;
  const name = `${file}: ${kind} ${object.metadata?.name}`;
  try {
    const Model = model(apiVersion, kind);
    new Model(object).validate();
  } catch (error) {
    wrong.push(`${name}: ${error.message.split("\n")[0]}`);
  }
}

function checkYaml(file) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"), { uniqueKeys: true })) {
    document.errors.forEach((error) => wrong.push(`${file}: ${error.message}`));
    const object = document.toJS();
    if (object !== null) {
      checkObject(file, object);
    }
  }
}

function checkContainerfile(file) {
  const { run } = lint;
  const report = run(file, readFileSync(file, "utf8"));
  Object.values(report).flat().filter((item) => item?.title)
    .forEach((item) => wrong.push(`${file}:${item.line}: ${item.title}`));
}

for (const file of process.argv.slice(2).flatMap(files)) {
  if (file.endsWith(".yaml")) {
    checkYaml(file);
  } else if (basename(file) === "Containerfile") {
    checkContainerfile(file);
  }
}
wrong.forEach((line) => console.error(line));
console.log(`${objects} objects, ${wrong.length} wrong`);
process.exit(wrong.length > 0 || objects === 0 ? 1 : 0);
