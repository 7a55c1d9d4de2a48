// Holds manifests against Kubernetes' own schema, without a cluster:
//   npm install --no-save kubernetes-models js-yaml && node deploy/kubernetes/check.cjs deploy/kubernetes/*.yaml
'use strict';
const {readFileSync} = require('fs');
const {createRequire} = require('module');
const {dirname, join} = require('path');
const fromHere = createRequire(join(process.cwd(), 'package.json'));
const {loadAll} = fromHere('js-yaml');
const schemas = join(dirname(fromHere.resolve('kubernetes-models')), '_schemas');

/** A view of a value that notes in `unread` which of its fields nobody has asked for. */
function watched(value, path, unread) {
  if (value === null || typeof value !== 'object') return value;
  const within = Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, watched(field, `${path}.${key}`, unread)]));
  for (const key of Object.keys(value)) unread.add(`${path}.${key}`);
  return new Proxy(Array.isArray(value) ? Object.values(within) : within, {
    get(target, key) {
      unread.delete(`${path}.${String(key)}`);
      return target[key];
    },
  });
}

/** `apps/v1`, `DaemonSet`: `IoK8sApiAppsV1DaemonSet`. */
function schemaOf(apiVersion, kind) {
  const [version, group = 'core'] = apiVersion.split('/').reverse();
  const words = [group.split('.')[0], version].map((word) => word[0].toUpperCase() + word.slice(1));
  return `IoK8sApi${words.join('')}${kind}`;
}

let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const document of loadAll(readFileSync(file, 'utf8'))) {
    const {apiVersion, kind, metadata} = document;
    const unread = new Set();
    const {validate} = require(join(schemas, schemaOf(apiVersion, kind) + '.js'));
    const fits = validate(watched(document, kind, unread));
    // the schema lets fields be that it does not know; its validator never asks for them
    const problems = fits ? [...unread].map((field) => `${field}: no such field`)
        : validate.errors.map((error) => `${kind}${error.instancePath.replaceAll('/', '.')}: ${error.keyword} `
            + JSON.stringify(error.params));
    wrong += problems.length;
    console.log(`${file}: ${kind} ${metadata.name}: ${problems.join('; ') || 'as the schema says'}`);
  }
}
process.exit(wrong ? 1 : 0);
