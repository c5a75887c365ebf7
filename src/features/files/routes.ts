import { Readable } from 'node:stream';
import Type from 'typebox';
import { listJson } from '../../core/list.ts';
import { ListParameters, listQuery, pageOf } from '../../edges/http/resource-routes.ts';
import { JsonText, type Route, route } from '../../edges/http/route.ts';
import { withArticle } from '../../lib/text.ts';
import { ofBothSubjects, SUBJECT_RULES, type SubjectPath } from '../participants/index.ts';
import { deleteFile, openFile } from './files.ts';
import { files, filesOf } from './resource.ts';
import { fileDelete, fileView } from './rules.ts';
import { uploadFile } from './upload-file.ts';

const FILE = '/{organization}/files/{file_id}';
const file = { table: 'files', param: 'file_id' };

const ofSubject = ({ kind, path, row }: SubjectPath) => ({
  path: `${path}/files`,
  tag: 'files',
  access: SUBJECT_RULES[kind].view,
  subject: row,
});

const list = (at: SubjectPath) =>
  route({
    ...ofSubject(at),
    method: 'get',
    summary: `Lists the files of ${withArticle(at.kind)}`,
    query: ListParameters,
    answer: pageOf(files.read),
    lists: files,
    handle: async (ctx, { params, query }) =>
      new JsonText(await listJson(ctx, files, { ...listQuery(query), where: filesOf(at.of(params)) })),
  });

const upload = (at: SubjectPath) =>
  route({
    ...ofSubject(at),
    method: 'post',
    summary: `Stores a file of ${withArticle(at.kind)}: the body is the file, its name is in the query`,
    upload: true,
    errors: [503],
    query: Type.Object({ name: Type.String({ minLength: 1, maxLength: 1000 }) }),
    answer: files.read.schema,
    handle: async (ctx, { params, query, raw }) => {
      const contentType = raw.headers['content-type'] ?? '';
      return new JsonText(await uploadFile(ctx, at.of(params), { name: query.name, contentType, body: raw.raw }));
    },
  });

const download = route({
  method: 'get',
  path: FILE,
  tag: 'files',
  summary: 'Sends the bytes of a file',
  access: fileView,
  subject: file,
  produces: ['application/octet-stream'],
  errors: [409, 503],
  handle: async (ctx, { params }, reply) => {
    const { name, contentType, size, body } = await openFile(ctx, params.file_id as number);
    return (
      reply
        // Never shown inside the application: a file may hold a script.
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percent)}`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .header('cache-control', 'private, no-store')
        .header('content-length', size)
        .type(contentType)
        .send(Readable.from(body))
    );
  },
});

/** RFC 8187 leaves these out of what may stand as it is. */
const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

const remove = route({
  method: 'delete',
  path: FILE,
  tag: 'files',
  summary: 'Deletes a file',
  access: fileDelete,
  subject: file,
  handle: (ctx, { params }) => deleteFile(ctx, params.file_id as number),
});

export const routes: Route[] = [...ofBothSubjects((at) => [list(at), upload(at)]), download, remove];
