// Writes src/api/schema.d.ts from the server's OpenAPI document: npm run api -- <file or URL of openapi.json>
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import openapiTS, { astToString } from 'openapi-typescript';

const from = process.argv[2];
if (!from) {
  console.error('Say where the document is: npm run api -- http://127.0.0.1:8360/api/v1/openapi.json');
  process.exit(2);
}
const source = /^https?:/.test(from) ? new URL(from) : pathToFileURL(from);
const types = astToString(await openapiTS(source));
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), types);
console.log('Wrote src/api/schema.d.ts');
