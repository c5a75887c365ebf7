import { DocumentEditor } from '../../../parts/document-editor.tsx';
import { Panel } from '../../../ui/page.tsx';
import type { Item } from '../declaration.ts';

/** The text of a document kept here; one kept elsewhere has only its address. */
export function DocumentContentPanel({ item, mayWrite }: { item: Item; mayWrite: boolean }) {
  const isTemplate = String(item.resource_type ?? '').endsWith('template');
  const help = isTemplate
    ? 'Markdown. {{name}}, {{title}}, {{description}}, {{status}}, {{type}}, {{severity}}, {{priority}}, {{commander_fullname}}, {{reported_at}} and others are filled in when an incident gets its copy.'
    : undefined;
  return (
    <Panel title="Content">
      <DocumentEditor documentId={item.id} mayWrite={mayWrite} {...(help && { help })} />
    </Panel>
  );
}
