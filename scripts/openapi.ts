import { routes } from '../src/app/routes.ts';
import { VERSION } from '../src/app/version.ts';
import { openApiDocument } from '../src/edges/http/openapi.ts';

// Prints the OpenAPI document of the REST contract, as the server answers it under /api/v1/docs/openapi.json.
process.stdout.write(`${JSON.stringify(openApiDocument(routes, VERSION), null, 2)}\n`);
