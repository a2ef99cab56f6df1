// npm start: installs what is missing, builds when sources changed, serves at http://localhost:4173.
import { build } from './build.mjs';
import { serve } from './serve.mjs';

const port = Number(process.env.PORT ?? 4173);
const base = process.env.BASE_PATH ?? '';
build();
await serve({ port, base });
console.log(`\n  Benchtop is at http://localhost:${port}${base}/\n  Stop it with Ctrl+C.\n`);
