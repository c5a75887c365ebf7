import { FileText, Folder, type LucideIcon, MessagesSquare, Ticket, Users, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { useOrganization } from '../../parts/account.ts';
import { type Place, paths } from '../../paths.ts';
import { PlainLink } from '../../ui/link.tsx';
import { Panel } from '../../ui/page.tsx';
import { useIncident } from './incident-data.ts';
import classes from './overview.module.css';
import { isElsewhere, safe } from './weblinks.ts';

/** Where everything of this incident is. */
export function KeyLinks() {
  const incident = useIncident();
  const organization = useOrganization();
  const { ticket, conference, conversation, storage, documents, incident_document, incident_review_document } = incident;
  const at = (tab: 'room' | 'files') => paths.incident(organization, incident, tab);
  const document = (id: number) => paths.incident(organization, incident, 'documents', { document: String(id) });
  const others = (documents ?? []).filter((one) => one.id !== incident_document?.id && one.id !== incident_review_document?.id);
  return (
    <Panel title="Where things are">
      <ul className={classes.links}>
        <Entry icon={MessagesSquare} at={at('room')} label="War room" kind="conversation" />
        {isElsewhere(organization, conversation?.weblink) && (
          <Entry
            icon={MessagesSquare}
            href={conversation?.weblink}
            label={conversation?.channel_id || 'Conversation'}
            kind="conversation"
          />
        )}
        {conference?.weblink && (
          <Entry
            icon={Video}
            href={conference.weblink}
            label="Conference"
            kind={
              conference.conference_challenge && conference.conference_challenge !== 'N/A'
                ? `code ${conference.conference_challenge}`
                : 'video'
            }
          />
        )}
        {isElsewhere(organization, ticket?.weblink) && (
          <Entry icon={Ticket} href={ticket?.weblink} label={ticket?.resource_id || 'Ticket'} kind="ticket" />
        )}
        {incident_document && <Entry icon={FileText} at={document(incident_document.id)} label={incident_document.name} kind="document" />}
        {incident_review_document && (
          <Entry icon={FileText} at={document(incident_review_document.id)} label={incident_review_document.name} kind="review" />
        )}
        {others.map((one) => (
          <Entry key={one.id} icon={FileText} at={document(one.id)} label={one.name} kind="document" />
        ))}
        <Entry icon={Folder} at={at('files')} label="Files" kind="storage" />
        {isElsewhere(organization, storage?.weblink) && <Entry icon={Folder} href={storage?.weblink} label="Folder" kind="storage" />}
        {(incident.cases ?? []).map((one) => (
          <li key={`case-${one.id}`} className={classes.link}>
            <Users size={16} aria-hidden />
            <span>{one.name ?? one.id}</span>
            <span className={classes.kind}>case</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Entry({
  icon: Icon,
  label,
  kind,
  at,
  href,
}: {
  icon: LucideIcon;
  label: ReactNode;
  kind: string;
  at?: Place;
  href?: string | null | undefined;
}) {
  return (
    <li className={classes.link}>
      <Icon size={16} aria-hidden />
      {at ? (
        <PlainLink at={at}>{label}</PlainLink>
      ) : (
        <a href={safe(href)} target="_blank" rel="noopener noreferrer">
          {label}
        </a>
      )}
      <span className={classes.kind}>{kind}</span>
    </li>
  );
}
