import Type from 'typebox';
import { resourceRoutes } from '../../edges/http/resource-routes.ts';
import { type Route, route } from '../../edges/http/route.ts';
import { DocumentContent, getContent, ReplaceContent, replaceContent } from './content.ts';
import { documents } from './resource.ts';
import { documentView, documentWrite } from './rules.ts';

const CONTENT = '/{organization}/documents/{document_id}/content';
const subject = { table: 'documents', param: 'document_id' };

const read = route({
  method: 'get',
  path: CONTENT,
  tag: 'documents',
  summary: 'Reads the text of a document that is written in Tocsin, with its versions',
  access: documentView,
  subject,
  query: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
  answer: DocumentContent,
  handle: (ctx, { params, query }) => getContent(ctx, params.document_id as number, query.version),
});

const write = route({
  method: 'put',
  path: CONTENT,
  tag: 'documents',
  summary: 'Writes a new version of a document; 409 when somebody else was faster',
  access: documentWrite,
  subject,
  body: ReplaceContent,
  answer: DocumentContent,
  handle: async (ctx, { params, body }) => {
    const id = params.document_id as number;
    await replaceContent(ctx, id, body.content, body.version);
    return getContent(ctx, id);
  },
});

export const routes: Route[] = [...resourceRoutes(documents), read, write];
