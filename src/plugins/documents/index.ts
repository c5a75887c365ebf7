import Type from 'typebox';
import type { DocumentStore } from '../../plugin-sdk/capabilities.ts';
import { BUILT_IN, plugin } from '../../plugin-sdk/catalogue.ts';
import type { Host } from '../../plugin-sdk/host.ts';
import { fillPlaceholders } from './placeholders.ts';

/** What a document begins with when no template is chosen. */
const BEGINNING = `# {{title}}

| | |
| --- | --- |
| Incident | {{name}} |
| Status | {{status}} |
| Type | {{type}} |
| Severity | {{severity}} |
| Priority | {{priority}} |
| Commander | {{commander_fullname}} |
| Reported | {{reported_at}} |

[Ticket]({{ticket_weblink}}) · [War room]({{conversation_weblink}}) · [Conference]({{conference_weblink}}) · [Files]({{storage_weblink}})

## What happened

{{description}}

## What we know

## What we do next

## Timeline

## Resolution

{{resolution}}
`;

const Configuration = Type.Object({
  beginning: Type.String({
    default: BEGINNING,
    maxLength: 100_000,
    title: 'Beginning of a document without a template',
    description: 'Markdown. Placeholders such as {{title}} are filled in and kept up to date.',
    format: 'markdown',
  }),
});

/** Markdown documents kept by Tocsin, with versions. */
export const documentsPlugin = plugin({
  slug: 'tocsin-documents',
  title: 'Documents',
  type: 'document',
  description: 'Markdown documents with versions, made from templates whose placeholders are kept up to date.',
  ...BUILT_IN,
  configuration: Configuration,
  create: ({ beginning }, host) => documents(host, beginning),
});

const documents = (host: Host, ownBeginning: string): DocumentStore => ({
  find: (key) => host.documents.find(key),
  create: async (key, { name, template, beginning = ownBeginning, subject }) => {
    const content = template ? await host.documents.read(template) : beginning;
    return host.documents.write(key, { name, content, subject, weblink: `${subject.url}/documents` });
  },
  fill: (document, values) => host.documents.edit(document, (content) => fillPlaceholders(content, values)),
  read: (document) => host.documents.read(document),
});
