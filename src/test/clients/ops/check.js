// Checks the manifests by the schemas and types of Kubernetes and KEDA, lints the Containerfile, and checks the dashboard by the types of
// Grafana:
//
//     node check.js ../../../../ops/kubernetes ../../../../ops/grafana
//
// Each argument is a directory, whose files are read, or a file, such as what kustomize has built. What is wrong is printed, a line each; the
// status is 1 then.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const { default: lint } = await import("dockerfilelint");

// kustomize reads these itself; they are no objects of a cluster
const TOOLS = new Set(["kustomize.config.k8s.io"]);

// Enums of TypeScript are not the strings that a file has, and a file leaves out what has a default
const GRAFANA = `
  type Text<T> = T extends string ? \`\${T}\` : T extends (infer U)[] ? Text<U>[] : T extends object ? { [K in keyof T]: Text<T[K]> } : T;
  type Part<T> = T extends (infer U)[] ? Part<U>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;
  type Panel = Text<import("@grafana/schema").Panel>;
  type Field = Text<import("@grafana/schema").FieldConfig>;
  type Series = import("./node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen").Options;
  type Lines = import("./node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen").FieldConfig;
  type Row = Text<import("@grafana/schema").RowPanel>;
  type Board = Omit<Text<import("@grafana/schema").Dashboard>, "panels">;
  interface Query {
    refId: string; datasource?: { type: string; uid: string }; expr: string; legendFormat?: string; instant?: boolean; range?: boolean;
  }
  type TimeSeries = Omit<Panel, "options" | "fieldConfig" | "targets"> & {
    options: Part<Text<Series>>;
    targets: Query[];
    fieldConfig: { defaults: Omit<Part<Field>, "custom"> & { custom?: Part<Text<Lines>> }; overrides: unknown[] };
  };
`;

const wrong = [];
const typed = [];
let objects = 0;

function files(path) {
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

function place(apiVersion, kind) {
  const owner = apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  return `${owner}/${apiVersion}/${kind}`;
}

// Schemas know lengths and patterns, but take fields of any other name for additional ones. Types do not: each object becomes a constant.
function checkTypes() {
  const lines = typed.map(({ type, object }, number) => `export const o${number}: ${type} = ${JSON.stringify(object)};`);
  const host = ts.createCompilerHost({});
  const readFile = host.readFile.bind(host);
  const source = join(process.cwd(), "objects.ts");
  const text = [...lines, GRAFANA].join("\n");
  host.fileExists = (file) => file === source || ts.sys.fileExists(file);
  host.readFile = (file) => (file === source ? text : readFile(file));
  host.getSourceFile = (file, options) => {
    const content = host.readFile(file);
    return content === undefined ? undefined : ts.createSourceFile(file, content, options);
  };
  const program = ts.createProgram(
    [source],
    {
      strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler, types: [],
    },
    host);
  for (const { file: { text: content } = {}, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const line = content === undefined ? -1 : content.slice(0, start).split("\n").length - 1;
    wrong.push(`${typed[line]?.name}: ${ts.flattenDiagnosticMessageText(messageText, " ").slice(0, 300)}`);
  }
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
    const Model = require(place(apiVersion, kind))[kind];
    new Model(object).validate();
    typed.push({ name, type: `import("${place(apiVersion, kind)}").I${kind}`, object });
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

function checkDashboard(file) {
  const { panels, ...dashboard } = JSON.parse(readFileSync(file, "utf8"));
  objects += 1;
  typed.push({ name: file, type: "Board", object: dashboard });
  for (const panel of panels) {
    const type = { row: "Row", timeseries: "TimeSeries" }[panel.type];
    if (type === undefined) {
      wrong.push(`${file}: panel ${panel.title}: its type ${panel.type} is not checked here`);
    } else {
      typed.push({ name: `${file}: panel ${panel.title}`, type, object: panel });
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
  } else if (file.endsWith(".json")) {
    checkDashboard(file);
  } else if (basename(file) === "Containerfile") {
    checkContainerfile(file);
  }
}
checkTypes();
wrong.forEach((line) => console.error(line));
console.log(`${objects} objects, ${wrong.length} wrong`);
process.exit(wrong.length > 0 || objects === 0 ? 1 : 0);
