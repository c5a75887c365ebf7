import { useSearch } from '@tanstack/react-router';
import { ExternalLink, FileText } from 'lucide-react';
import type { Document } from '../../../api/types.ts';
import { useOrganization } from '../../../parts/account.ts';
import { paths } from '../../../paths.ts';
import { PlainLink } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { When } from '../../../ui/time.tsx';
import { useIncident } from '../incident-data.ts';
import { isElsewhere, safe } from '../weblinks.ts';
import { DocumentPanel } from './document-panel.tsx';
import classes from './documents.module.css';

/** The incident's documents: a list, and the open one. */
export function Documents() {
  const incident = useIncident();
  const { document } = useSearch({ strict: false }) as { document?: string };
  const documents = incident.documents ?? [];
  const open = documents.find((one) => String(one.id) === document) ?? documents[0];
  if (!open)
    return (
      <EmptyState icon={FileText} title="No document yet">
        The incident document is created from the template of its type; the review document when the incident is stable. “Create missing
        resources” in the menu above tries again.
      </EmptyState>
    );
  return (
    <div className={classes.columns}>
      <nav aria-label="Documents">
        <ul className={classes.list}>
          {documents.map((one) => (
            <Entry key={one.id} document={one} isOpen={one === open} />
          ))}
        </ul>
      </nav>
      <DocumentPanel key={open.id} document={open} />
    </div>
  );
}

function Entry({ document, isOpen }: { document: Document; isOpen: boolean }) {
  const organization = useOrganization();
  const incident = useIncident();
  const elsewhere = isElsewhere(organization, document.weblink) ? document.weblink : undefined;
  return (
    <li className={classes.entry} data-open={isOpen || undefined}>
      <PlainLink
        at={paths.incident(organization, incident, 'documents', { document: String(document.id) })}
        className={classes.name}
        preload={false}
      >
        <FileText size={15} aria-hidden /> <span>{document.name}</span>
      </PlainLink>
      <span className={classes.about}>
        {document.updated_at && (
          <span>
            changed <When at={document.updated_at} />
          </span>
        )}
        {elsewhere && (
          <a href={safe(elsewhere)} target="_blank" rel="noopener noreferrer">
            Open in its system <ExternalLink size={12} aria-hidden />
          </a>
        )}
      </span>
    </li>
  );
}
