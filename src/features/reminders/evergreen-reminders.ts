import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { queueMail } from '../mail/index.ts';

/** What does not fit waits for the next week. */
const MOST_OF_A_KIND = 1000;

type Kind = { table: string; called: string; description: RawBuilder<unknown>; link: RawBuilder<unknown>; settings: string };
const nothing = sql`null::text`;

const KINDS: readonly Kind[] = [
  { table: 'documents', called: 'Document', description: sql`r.description`, link: sql`r.weblink`, settings: 'documents' },
  { table: 'services', called: 'On-call service', description: sql`r.description`, link: nothing, settings: 'services' },
  { table: 'team_contacts', called: 'Team', description: sql`r.notes`, link: nothing, settings: 'teams' },
  { table: 'notifications', called: 'Notification', description: sql`r.description`, link: nothing, settings: 'notifications' },
];

type Overdue = {
  called: string;
  name: string;
  description: string | null;
  link: string | null;
  owner: string;
  project_id: number;
  project: string;
};

/**
 * Asks the owners of what should stay true whether it still is: one mail per owner and project. The mail and the note that it was
 * written are one transaction.
 */
export async function remindOfEvergreen(inside: Context, at: Date): Promise<void> {
  await transaction(inside, async (tx) => {
    const overdue: Overdue[] = [];
    for (const kind of KINDS) overdue.push(...(await takeOverdue(tx, kind)));
    const perOwner = Map.groupBy(overdue, ({ owner, project_id }) => `${project_id} ${owner.toLowerCase()}`);
    for (const things of perOwner.values()) await remind(tx, things, at);
  });
}

async function takeOverdue(tx: Context, { table, called, description, link, settings }: Kind): Promise<Overdue[]> {
  const settingsUrl = `${tx.settings.uiUrl}/${tx.tenant.slug}/settings/${settings}`;
  const { rows } = await sql<Overdue>`
    with due as (
      select e.id from ${sql.table(table)} e join projects p on p.id = e.project_id and p.enabled
      where e.organization_id = ${tx.tenant.id} and e.evergreen and e.evergreen_owner is not null
        and coalesce(e.evergreen_last_reminder_at, e.created_at) + make_interval(days => e.evergreen_reminder_interval) <= ${tx.now()}
      order by e.id limit ${sql.lit(MOST_OF_A_KIND)} for update of e skip locked)
    update ${sql.table(table)} r set evergreen_last_reminder_at = ${tx.now()} from due where r.id = due.id
    returning ${called} as called, r.name, ${description} as description, coalesce(${link}, ${settingsUrl}) as link, r.evergreen_owner as owner,
      r.project_id, (select p.name from projects p where p.id = r.project_id) as project`.execute(tx.db);
  return rows;
}

async function remind(tx: Context, things: Overdue[], at: Date) {
  const [first] = things as [Overdue];
  const count = things.length === 1 ? 'One entry' : `${things.length} entries`;
  await queueMail(tx, {
    key: `evergreen-${first.project_id}-${first.owner.toLowerCase()}-${at.toISOString()}`,
    to: [first.owner],
    subject: `${count} of yours in ${first.project}: still right?`,
    projectId: first.project_id,
    markdown: [
      'You keep what is listed here up to date. Please look whether it still is, and correct it where it is not.',
      things.map(asItem).join('\n'),
    ].join('\n\n'),
  });
}

const asItem = ({ called, name, description, link }: Overdue) =>
  `- **${called}** ${link ? `[${name}](${link})` : name}${description ? ` – ${description}` : ''}`;
