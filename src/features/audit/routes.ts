import { Readable } from 'node:stream';
import { admin } from '../../core/permissions.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { ExportLog, exportLog } from './export-log.ts';

export const routes: Route[] = [
  route({
    method: 'post',
    path: '/{organization}/audit-log/export',
    tag: 'audit',
    summary:
      'Sends the audit log of the organization as lines of JSON, oldest first; for whoever has just signed in, or proves who they are',
    access: admin,
    scopes: ['admin:audit'],
    body: ExportLog,
    noStore: true,
    produces: ['application/x-ndjson'],
    handle: async (ctx, { body }, reply) => {
      const lines = await exportLog(ctx, body);
      return reply
        .header('content-disposition', `attachment; filename="audit-${ctx.tenant.slug}.jsonl"`)
        .type('application/x-ndjson')
        .send(Readable.from(lines));
    },
  }),
];
