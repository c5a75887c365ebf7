import { sql } from 'kysely';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/db.ts';
import { postNotice } from '../conversations/index.ts';

const STABLE_FOR_MS = 7 * 86_400_000;
const MOST_INCIDENTS = 1000;

type Row = { id: number; name: string; title: string; commander: string };

/** Asks commanders whether an incident that has been stable for a week can be closed; once per incident and week. */
export async function remindToClose(inside: Context, at: Date): Promise<void> {
  await transaction(inside, async (tx) => {
    const { rows } = await sql<Row>`
      select i.id, i.name, i.title, c.email as commander from incidents i
      join projects j on j.id = i.project_id and j.enabled
      join participants p on p.id = i.commander_id join individual_contacts c on c.id = p.individual_contact_id
      where i.organization_id = ${tx.tenant.id} and i.status = 'Stable' and i.stable_at <= ${new Date(at.getTime() - STABLE_FOR_MS)}
      order by i.id limit ${sql.lit(MOST_INCIDENTS)}`.execute(tx.db);
    for (const { id, name, title, commander } of rows)
      await postNotice(
        tx,
        { kind: 'incident', id },
        {
          key: `close-reminder-${at.toISOString().slice(0, 10)}`,
          onlyTo: commander,
          text: [
            `**${name}** (${title}) has been stable for more than a week.`,
            `If nothing is left to do, close it: \`/update-incident\`, or [on its page](${tx.settings.uiUrl}/${tx.tenant.slug}/incidents/${name}).`,
          ].join('\n\n'),
        },
      );
  });
}
