import Type from 'typebox';
import type { DocumentStore } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import { fillPlaceholders } from './placeholders.ts';

/** When neither a template nor a beginning is given. */
const BARE = '# {{title}}\n\n{{description}}\n';

/** Markdown documents kept by Tocsin, with versions. */
export const documentsPlugin = plugin({
  slug: 'tocsin-documents',
  title: 'Documents',
  type: 'document',
  description: 'Markdown documents with versions, made from templates whose placeholders are kept up to date.',
  ...BUILT_IN,
  configuration: Type.Object({}),
  create: (_configuration, host) => documents(host),
});

const documents = (host: Host): DocumentStore => ({
  find: (key) => host.documents.find(key),
  create: async (key, { name, template, beginning = BARE, subject }) => {
    const content = template ? await host.documents.read(template) : beginning;
    return host.documents.write(key, { name, content, subject, weblink: `${subject.url}/documents` });
  },
  fill: (document, values) => host.documents.edit(document, (content) => fillPlaceholders(content, values)),
  read: (document) => host.documents.read(document),
});
