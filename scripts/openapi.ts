import { contractOf } from '../src/app/contract.ts';
import { routes } from '../src/app/routes.ts';

// Prints the OpenAPI document of the REST contract, as the server answers it under /api/v1/docs/openapi.json.
process.stdout.write(`${JSON.stringify(contractOf(routes), null, 2)}\n`);
